import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api';
import type { AttemptEvent, Category, GatewayEvents, SettledEvent } from '../internal.ts';
import { type CallFacts, errorType, requestAttributes } from './attributes.ts';
import { type MetricRow, metricTable } from './metric-table.ts';

/** Counts and measures. Everything in seconds. */
export class Meters {
  readonly #base: Attributes;
  readonly #request: Histogram;
  readonly #call: Histogram;
  readonly #wait: Histogram;
  readonly #pause: Histogram;
  readonly #offset: Histogram;
  readonly #attempts: Counter;
  readonly #retries: Counter;
  readonly #unknown: Counter;
  readonly #reconciled: Counter;
  readonly #clockChanges: Counter;
  readonly #breakerChanges: Counter;

  constructor(meter: Meter, base: Attributes) {
    this.#base = base;
    this.#request = histogram(meter, metricTable.request);
    this.#call = histogram(meter, metricTable.call);
    this.#wait = histogram(meter, metricTable.wait);
    this.#pause = histogram(meter, metricTable.pause);
    this.#offset = histogram(meter, metricTable.offset);
    this.#attempts = counter(meter, metricTable.attempts);
    this.#retries = counter(meter, metricTable.retries);
    this.#unknown = counter(meter, metricTable.unknown);
    this.#reconciled = counter(meter, metricTable.reconciled);
    this.#clockChanges = counter(meter, metricTable.clockChanges);
    this.#breakerChanges = counter(meter, metricTable.breakerChanges);
  }

  answered(facts: CallFacts, { ok, category, status, elapsedMs }: AttemptEvent): void {
    const failure = ok ? undefined : (category ?? '_OTHER');
    this.#attempts.add(1, {
      ...this.#kindOf(facts),
      ...(category !== undefined && { 'exchange.category': category }),
    });
    this.#requested(facts, elapsedMs, {
      ...(status !== undefined && { 'http.response.status_code': status }),
      ...(failure !== undefined && { 'error.type': failure }),
    });
  }

  /** @param cutAfterMs how long the last request was under way when the call was ended; undefined if none was. */
  settled(facts: CallFacts, event: SettledEvent, cutAfterMs: number | undefined): void {
    const { ok, elapsedMs, outcome, reason, category } = event;
    const kind = this.#kindOf(facts);
    const type = errorType(event);
    const why = {
      ...(category !== undefined && { 'exchange.category': category }),
      ...(reason !== undefined && { 'exchange.reason': reason }),
    };
    this.#call.record(elapsedMs / 1000, ok ? kind : { ...kind, 'error.type': type });
    if (outcome === 'unknown') this.#unknown.add(1, { ...kind, ...why });
    if (cutAfterMs === undefined) return;
    this.#attempts.add(1, { ...kind, ...(reason !== undefined && { 'exchange.reason': reason }) });
    this.#requested(facts, cutAfterMs, { 'error.type': type });
  }

  waited(facts: CallFacts, waitedMs: number): void {
    this.#wait.record(waitedMs / 1000, this.#kindOf(facts));
  }

  retried(category: Category): void {
    this.#retries.add(1, { ...this.#base, 'exchange.category': category });
  }

  paused(pauseMs: number): void {
    this.#pause.record(pauseMs / 1000, this.#base);
  }

  reconciled(result: GatewayEvents['reconcile']['result']): void {
    this.#reconciled.add(1, { ...this.#base, 'exchange.reconcile.result': result });
  }

  clock({ kind, offsetMs }: GatewayEvents['clock']): void {
    this.#clockChanges.add(1, { ...this.#base, 'exchange.clock.change': kind });
    // A histogram takes no negative value; which of the two is ahead is the gauge's to say.
    if (kind === 'refreshed') this.#offset.record(Math.abs(offsetMs) / 1000, this.#base);
  }

  breaker({ state }: GatewayEvents['breaker']): void {
    this.#breakerChanges.add(1, { ...this.#base, 'exchange.breaker.state': state });
  }

  #requested(facts: CallFacts, elapsedMs: number, attributes: Attributes): void {
    if (facts.transport === 'ws') return;
    this.#request.record(elapsedMs / 1000, { ...this.#base, ...requestAttributes(facts), ...attributes });
  }

  #kindOf({ kind, transport }: CallFacts): Attributes {
    return { ...this.#base, 'exchange.call.kind': kind, 'exchange.transport': transport };
  }
}

function histogram(meter: Meter, { name, unit, description, buckets = [] }: MetricRow): Histogram {
  const advice = { explicitBucketBoundaries: [...buckets] };
  return meter.createHistogram(name, { unit, description, advice });
}

function counter(meter: Meter, { name, unit, description }: MetricRow): Counter {
  return meter.createCounter(name, { unit, description });
}
