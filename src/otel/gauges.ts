// Gauges, read from the gateway's `stats()`.
import type { Attributes, BatchObservableCallback, Meter } from '@opentelemetry/api';
import type { Gateway } from '../internal.ts';
import { metricTable } from './metric-table.ts';

const breakerStates = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Reads `stats()` when metrics are collected, and only then. @returns a function that ends it. */
export function observeGauges(meter: Meter, gateway: Gateway, base: Attributes): () => void {
  const { queued, active, breaker, ahead } = metricTable;
  const gauges = {
    queued: meter.createObservableUpDownCounter(queued.name, queued),
    active: meter.createObservableUpDownCounter(active.name, active),
    breaker: meter.createObservableGauge(breaker.name, breaker),
    ahead: meter.createObservableGauge(ahead.name, ahead),
  };
  const observe: BatchObservableCallback = (result) => {
    const stats = gateway.stats();
    result.observe(gauges.queued, stats.queued, base);
    result.observe(gauges.active, stats.active, base);
    result.observe(gauges.breaker, breakerStates[stats.breaker], base);
    if (stats.clockOffsetMs !== undefined) result.observe(gauges.ahead, stats.clockOffsetMs / 1000, base);
  };
  const all = Object.values(gauges);
  meter.addBatchObservableCallback(observe, all);
  return () => meter.removeBatchObservableCallback(observe, all);
}
