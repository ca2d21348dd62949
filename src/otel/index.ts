// The entry point `exchange-interceptors/otel`: spans and metrics of a gateway. Needs `@opentelemetry/api`.
export { instrumentGateway } from './instrument.ts';
export type { InstrumentOptions } from './options.ts';
