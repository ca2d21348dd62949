import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGateway, mexcContract } from '../../src/index.ts';
import type { CallFacts } from '../../src/otel/attributes.ts';
import { observeGauges } from '../../src/otel/gauges.ts';
import { Meters } from '../../src/otel/meters.ts';
import { type MetricRow, metricTable } from '../../src/otel/metric-table.ts';
import { prometheusNames, selectedBy } from './prometheus.ts';
import { Recorder } from './support.ts';

interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly datasource: { readonly type: string; readonly uid: string };
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly targets: readonly Target[];
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly Panel[];
}

const file = new URL('../../docs/grafana/dashboard.json', import.meta.url);
const dashboard: Dashboard = JSON.parse(readFileSync(file, 'utf8'));
const { panels, templating } = dashboard;
const targets = panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));
const rows: readonly MetricRow[] = Object.values(metricTable);

/** Names of the labels with which each instrument was seen to record. */
const labels = new Map<string, Set<string>>();

beforeAll(async () => {
  const recorder = new Recorder();
  const meter = recorder.meterProvider.getMeter('test');
  const base = { 'exchange.id': 'mexc-contract' };
  const meters = new Meters(meter, base);
  const facts: CallFacts = {
    call: 1,
    kind: 'order',
    transport: 'rest',
    method: 'POST',
    path: '/a',
    template: '/a',
    origin: new URL('http://x.test'),
    lookUpFor: undefined,
  };
  const info = { call: 1, method: 'POST', path: '/a', clientOrderId: undefined, lookUpFor: undefined };
  const failure = { ok: false, status: 500, code: '1', category: 'server', outcome: 'unknown' } as const;
  meters.recordAttempt(facts, {
    ...info,
    ...failure,
    attempt: 1,
    phase: 'answered',
    sentAt: 0,
    elapsedMs: 1,
  });
  const settled = { ...info, ...failure, attempts: 1, endedAt: 1, elapsedMs: 1, reason: 'failed' } as const;
  meters.recordCall(facts, settled, undefined);
  meters.recordWait(facts, 1);
  meters.countRetry('server');
  meters.recordPause(1);
  meters.countReconciliation('found');
  meters.recordClock({ kind: 'refreshed', offsetMs: 1, errorMs: 1, stepMs: 0 });
  meters.countBreakerChange({ state: 'open', why: '' });
  const gateway = createGateway({ exchange: mexcContract });
  observeGauges(meter, { ...gateway, stats: () => ({ ...gateway.stats(), clockOffsetMs: 1 }) }, base);
  for (const { descriptor, dataPoints } of await recorder.metrics()) {
    const own = dataPoints.flatMap(({ attributes }) => Object.keys(attributes));
    labels.set(descriptor.name, new Set(own.map((name) => name.replaceAll('.', '_'))));
  }
});

describe('The dashboard', () => {
  it('is checked against every instrument there is', () => {
    expect([...labels.keys()].toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  it.each(targets)('asks in "$title" $refId for what the code creates, by labels that it has', ({ expr }) => {
    const selected = selectedBy(expr);
    expect(selected.length).toBeGreaterThan(0);
    for (const { name, labels: used } of selected) {
      const pattern = new RegExp(`^(?:${name})$`);
      const fitting = rows.flatMap((row) =>
        prometheusNames(row).flatMap((other) => (pattern.test(other) ? [row] : [])),
      );
      // One instrument: both spellings of its unit, and one part of a histogram.
      expect(new Set(fitting).size, name).toBe(1);
      const [row] = fitting;
      if (!row) continue;
      expect(fitting, name).toHaveLength(row.unit === 's' ? 2 : 1);
      const known = [...(labels.get(row.name) ?? []), ...(name.endsWith('_bucket') ? ['le'] : [])];
      expect(
        used.filter((label) => !known.includes(label)),
        expr,
      ).toEqual([]);
    }
  });

  it.each(targets)(
    'closes every bracket in "$title" $refId and keeps to the chosen exchanges',
    ({ expr }) => {
      for (const [open, close] of ['()', '{}', '[]']) {
        expect(expr.split(open ?? '').length).toBe(expr.split(close ?? '').length);
      }
      for (const { labels: used } of selectedBy(expr)) expect(used).toContain('exchange_id');
    },
  );

  it('leaves out no instrument', () => {
    const asked = targets.flatMap(({ expr }) =>
      selectedBy(expr).map(({ name }) => new RegExp(`^(?:${name})$`)),
    );
    const unseen = rows.filter((row) =>
      prometheusNames(row).every((name) => !asked.some((pattern) => pattern.test(name))),
    );
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });

  it('says what Grafana needs: names, a version of the schema, and panels of known types', () => {
    expect(dashboard).toMatchObject({ uid: 'exchange-interceptors', title: 'Exchange interceptors' });
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36);
    const types = new Set(panels.map(({ type }) => type));
    expect([...types].toSorted()).toEqual(['stat', 'state-timeline', 'timeseries']);
    for (const { title, description, fieldConfig } of panels) {
      expect([title, description, fieldConfig.defaults.unit].filter((text) => !text)).toEqual([]);
    }
  });

  it('gives every panel a number, a title and letters of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { targets: own } of panels)
      expect(new Set(own.map(({ refId }) => refId)).size).toBe(own.length);
  });

  it('asks the data source that the reader chooses', () => {
    expect(templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['exchange', 'query'],
    ]);
    expect(templating.list[0]?.query).toBe('prometheus');
    const sources = [...panels, ...targets].map(({ datasource }) => datasource);
    expect(new Set(sources.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ type: 'prometheus', uid: `\${datasource}` })]),
    );
    const asked = /^label_values\((\w+), (\w+)\)$/.exec(
      String(Reflect.get(Object(templating.list[1]?.query), 'query')),
    );
    expect(prometheusNames(metricTable.attempts)).toContain(asked?.[1]);
    expect(labels.get(metricTable.attempts.name)).toContain(asked?.[2]);
  });

  it('lays its panels side by side on 24 columns', () => {
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)}:${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
