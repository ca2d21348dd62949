/** Spans and metrics of a gateway, for OpenTelemetry: `exchange-interceptors/otel`. Needs `@opentelemetry/api`. */
export { instrumentGateway } from './instrument.ts';
export type { InstrumentOptions } from './options.ts';
