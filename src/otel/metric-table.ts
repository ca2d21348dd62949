// Every metric, as data.
/** One instrument of OpenTelemetry. */
export interface MetricRow {
  readonly kind: 'histogram' | 'counter' | 'up-down' | 'gauge';
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[];
}

/** Those of OpenTelemetry's conventions for HTTP clients. */
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** Waits are as long as the window of a limit, or as a ban. */
const waitSeconds = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];
/** Exchanges tolerate one to thirty seconds. */
const offsetSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];

type MetricKey =
  | 'request'
  | 'call'
  | 'wait'
  | 'pause'
  | 'offset'
  | 'attempts'
  | 'retries'
  | 'unknown'
  | 'reconciled'
  | 'clockChanges'
  | 'breakerChanges'
  | 'queued'
  | 'active'
  | 'breaker'
  | 'ahead';

/** Every instrument there is. The dashboard in `docs/grafana` is checked against it. */
export const metricTable: Readonly<Record<MetricKey, MetricRow>> = {
  request: {
    kind: 'histogram',
    name: 'http.client.request.duration',
    unit: 's',
    description: 'Requests over HTTP, one by one: each attempt of a call counts.',
    buckets: requestSeconds,
  },
  call: {
    kind: 'histogram',
    name: 'exchange.client.call.duration',
    unit: 's',
    description: 'Calls from begin to end, with all waits and attempts.',
    buckets: [...requestSeconds, 30, 60],
  },
  wait: {
    kind: 'histogram',
    name: 'exchange.client.queue.wait',
    unit: 's',
    description: 'How long calls waited for their turn. Those that were sent at once are not in it.',
    buckets: waitSeconds,
  },
  pause: {
    kind: 'histogram',
    name: 'exchange.client.pause.duration',
    unit: 's',
    description:
      'Pauses after refusals for rate reasons: of the limits that they were about, or of everything.',
    buckets: waitSeconds,
  },
  offset: {
    kind: 'histogram',
    name: 'exchange.client.clock.offset',
    unit: 's',
    description: 'How far the clocks were apart at each reading, whichever was ahead.',
    buckets: offsetSeconds,
  },
  attempts: {
    kind: 'counter',
    name: 'exchange.client.attempts',
    unit: '{attempt}',
    description: 'Sends that ended, by the category of their failure.',
  },
  retries: {
    kind: 'counter',
    name: 'exchange.client.retries',
    unit: '{retry}',
    description: 'Calls that were sent again, by the category of what failed.',
  },
  unknown: {
    kind: 'counter',
    name: 'exchange.client.unknown_outcomes',
    unit: '{call}',
    description: 'Calls that failed with an unknown outcome: they may have been executed.',
  },
  reconciled: {
    kind: 'counter',
    name: 'exchange.client.reconciliations',
    unit: '{call}',
    description: 'Unknown outcomes that the exchange was asked about, by result.',
  },
  clockChanges: {
    kind: 'counter',
    name: 'exchange.client.clock.changes',
    unit: '{change}',
    description: 'Readings of the clock, failed readings, and steps of the system clock.',
  },
  breakerChanges: {
    kind: 'counter',
    name: 'exchange.client.breaker.changes',
    unit: '{change}',
    description: 'Changes of the breaker, by the state that it came to.',
  },
  queued: {
    kind: 'up-down',
    name: 'exchange.client.queued',
    unit: '{call}',
    description: 'Calls that wait for their turn.',
  },
  active: {
    kind: 'up-down',
    name: 'exchange.client.active',
    unit: '{call}',
    description: 'Calls under way, waiting ones included.',
  },
  breaker: {
    kind: 'gauge',
    name: 'exchange.client.breaker.state',
    unit: '{state}',
    description: 'The breaker: 0 closed, 1 half open, 2 open.',
  },
  ahead: {
    kind: 'gauge',
    name: 'exchange.client.clock.ahead',
    unit: 's',
    description: "The exchange's time minus ours; nothing until it was read.",
  },
};
