// The options of `instrumentGateway`.
import type { Attributes, MeterProvider, TracerProvider } from '@opentelemetry/api';
import { checkGateway, type Kind, only, record, resolve, type Shape } from '../internal.ts';

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
  attributes: record(only('a string, a number, a boolean, or a list', isAttribute)),
};

/** `undefined` is an attribute that is left out. */
function isAttribute(value: unknown): boolean {
  return Array.isArray(value) || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}

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
