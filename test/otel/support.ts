import { type HrTime, SpanStatusCode } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { vi } from 'vitest';
import {
  createGateway,
  type ExchangeFetch,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';
import { type InstrumentOptions, instrumentGateway } from '../../src/otel/index.ts';
import { sign } from '../support/exchange.ts';
import { settle } from '../support/time.ts';

export const startMs = 1_700_000_000_000;
export const origin = 'https://contract.mexc.com';
export const orderPath = '/api/v1/private/order/submit';
export const orderUrl: string = origin + orderPath;

/** What a stub answers: after how long, and with what. */
export type Reply = (signal: AbortSignal | undefined) => Promise<Response>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const answer =
  (body: object, { status = 200, afterMs = 20 }: { status?: number; afterMs?: number } = {}): Reply =>
  async () => {
    await pause(afterMs);
    return Response.json(body, { status });
  };

export const lost =
  (code: string, afterMs = 20): Reply =>
  async () => {
    await pause(afterMs);
    throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });
  };

/** No answer, until the request is aborted. */
export const silence: Reply = (signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

export const good: object = { success: true, code: 0, data: 1 };

/** A span as a test writes it down: instants in milliseconds since the test began. */
export interface Told {
  readonly name: string;
  readonly kind: number;
  readonly parent: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly (readonly [string, number, object])[];
}

export class Recorder {
  readonly spans: InMemorySpanExporter = new InMemorySpanExporter();
  readonly tracerProvider: BasicTracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(this.spans)],
  });
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #reader = new PeriodicExportingMetricReader({
    exporter: this.#metrics,
    exportIntervalMillis: 3_600_000,
    exportTimeoutMillis: 1000,
  });
  readonly meterProvider: MeterProvider = new MeterProvider({ readers: [this.#reader] });

  get providers(): Required<Pick<InstrumentOptions, 'tracerProvider' | 'meterProvider'>> {
    return { tracerProvider: this.tracerProvider, meterProvider: this.meterProvider };
  }

  get finished(): readonly ReadableSpan[] {
    return this.spans.getFinishedSpans();
  }

  /** In the order in which they ended. */
  get told(): readonly Told[] {
    const names = new Map(this.finished.map((span) => [span.spanContext().spanId, span.name]));
    return this.finished.map((span) => ({
      name: span.name,
      kind: span.kind,
      parent: span.parentSpanContext && (names.get(span.parentSpanContext.spanId) ?? 'unknown'),
      from: sinceStart(span.startTime),
      to: sinceStart(span.endTime),
      failed: span.status.code === SpanStatusCode.ERROR,
      attributes: span.attributes,
      events: span.events.map(({ name, time, attributes = {} }) => [name, sinceStart(time), attributes]),
    }));
  }

  /** Every point as `name{attributes} value`, sorted; of a histogram count and sum. */
  async points(): Promise<readonly string[]> {
    return (await this.metrics())
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => `${descriptor.name}${labels(attributes)} ${amount(value)}`),
      )
      .toSorted();
  }

  async metrics(): Promise<readonly MetricData[]> {
    this.#metrics.reset();
    const flushed = this.#reader.forceFlush();
    // The exporter takes a turn of the clock, which may be frozen.
    await (vi.isFakeTimers() ? settle(flushed) : flushed);
    return this.#metrics
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  }
}

function labels(attributes: object): string {
  const parts = Object.entries(attributes).filter(([name]) => name !== 'exchange.id');
  return `{${parts.map(([name, value]) => `${name}=${value}`).join(',')}}`;
}

function amount(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const sum = Number(Reflect.get(value, 'sum'));
  return `${Reflect.get(value, 'count')} in ${Math.round(sum * 1000)} ms`;
}

function sinceStart([seconds, nanos]: HrTime): number {
  return Math.round((seconds * 1000 - startMs + nanos / 1e6) * 1000) / 1000;
}

export interface Bot extends Recorder {
  readonly gateway: Gateway;
  readonly send: ExchangeFetch;
  readonly undo: () => void;
}

/** A gateway for MEXC over a stub that answers in turn, the last reply for ever; time requests get `skewMs`. */
export function openBot(
  replies: readonly Reply[],
  options: Partial<GatewayOptions> = {},
  { skewMs = 0, ...instrument }: InstrumentOptions & { readonly skewMs?: number } = {},
): Bot {
  const gateway = createGateway({ exchange: mexcContract, sign, limits: false, ...options });
  const recorder = new Recorder();
  const undo = instrumentGateway(gateway, { ...recorder.providers, ...instrument });
  const left = [...replies];
  const stub: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/contract/ping')) {
      return Response.json({ success: true, code: 0, data: Date.now() + skewMs });
    }
    const reply = left.length > 1 ? left.shift() : left[0];
    if (!reply) throw new Error('no reply was given');
    return reply(init?.signal ?? undefined);
  };
  return Object.assign(recorder, { gateway, send: interceptFetch(gateway, stub), undo });
}
