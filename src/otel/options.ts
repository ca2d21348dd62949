// The options of `instrumentGateway`.
import type { Attributes, MeterProvider, TracerProvider } from '@opentelemetry/api';
import { checkGateway, isObject, type Kind, only, resolve, type Shape } from '../internal.ts';

/** What `instrument` takes. */
export interface InstrumentOptions {
  /** Where spans go. @default the global one */
  readonly tracerProvider?: TracerProvider;
  /** Where metrics go. @default the global one */
  readonly meterProvider?: MeterProvider;
  /**
   * Put on every span and every metric. With several gateways for one exchange in a process each needs one of its own,
   * such as `{ 'bot.account': 'hedge' }`, or their gauges are one.
   * @default none
   */
  readonly attributes?: Attributes;
}

export const instrumentShape: Shape<InstrumentOptions> = {
  tracerProvider: provider('getTracer'),
  meterProvider: provider('getMeter'),
  attributes: only('an object', isObject),
};

function provider(method: string): Kind {
  return only(
    `a provider with \`${method}\``,
    (value) =>
      typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function',
  );
}

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function checkInstrument(gateway: unknown, options: InstrumentOptions): void {
  checkGateway('instrumentGateway', gateway, 'on');
  resolve({ owner: 'instrumentGateway', path: '' }, instrumentShape, options);
}
