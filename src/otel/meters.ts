// Records the metrics of a gateway.
import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api';
import type { AttemptEvent, Category, GatewayEvents, SettledEvent } from '../internal.ts';
import { type CallFacts, errorType, requestAttributes } from './attributes.ts';
import { type MetricRow, metricTable } from './metric-table.ts';

/** Durations come in milliseconds and are recorded in seconds. */
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

  recordAttempt(facts: CallFacts, { ok, category, status, elapsedMs }: AttemptEvent): void {
    const failure = ok ? undefined : (category ?? '_OTHER');
    this.#attempts.add(1, {
      ...this.#kindOf(facts),
      ...(category !== undefined && { 'exchange.category': category }),
    });
    this.#recordRequest(facts, elapsedMs, {
      ...(status !== undefined && { 'http.response.status_code': status }),
      ...(failure !== undefined && { 'error.type': failure }),
    });
  }

  /** @param cutAfterMs for how long the last request was in flight when the call was cancelled; undefined if none was. */
  recordCall(facts: CallFacts, event: SettledEvent, cutAfterMs: number | undefined): void {
    const { ok, elapsedMs, outcome, reason, category } = event;
    const kind = this.#kindOf(facts);
    const type = errorType(event);
    const why = {
      ...(category !== undefined && { 'exchange.category': category }),
      ...(reason !== undefined && { 'exchange.reason': reason }),
    };
    this.#call.record(elapsedMs / 1000, ok ? kind : { ...kind, 'error.type': type });
    // What a read did is unknown as well, and does not matter.
    if (outcome === 'unknown' && facts.kind !== 'read') this.#unknown.add(1, { ...kind, ...why });
    if (cutAfterMs === undefined) return;
    this.#attempts.add(1, { ...kind, ...(reason !== undefined && { 'exchange.reason': reason }) });
    this.#recordRequest(facts, cutAfterMs, { 'error.type': type });
  }

  recordWait(facts: CallFacts, waitedMs: number): void {
    this.#wait.record(waitedMs / 1000, this.#kindOf(facts));
  }

  countRetry(category: Category): void {
    this.#retries.add(1, { ...this.#base, 'exchange.category': category });
  }

  recordPause(pauseMs: number): void {
    this.#pause.record(pauseMs / 1000, this.#base);
  }

  countReconciliation(result: GatewayEvents['reconcile']['result']): void {
    this.#reconciled.add(1, { ...this.#base, 'exchange.reconcile.result': result });
  }

  recordClock({ kind, offsetMs }: GatewayEvents['clock']): void {
    this.#clockChanges.add(1, { ...this.#base, 'exchange.clock.change': kind });
    // A histogram takes no negative value; the gauge shows which of the clocks is ahead.
    if (kind === 'refreshed') this.#offset.record(Math.abs(offsetMs) / 1000, this.#base);
  }

  countBreakerChange({ state }: GatewayEvents['breaker']): void {
    this.#breakerChanges.add(1, { ...this.#base, 'exchange.breaker.state': state });
  }

  #recordRequest(facts: CallFacts, elapsedMs: number, attributes: Attributes): void {
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
