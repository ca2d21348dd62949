import type { Attributes, MeterProvider, TracerProvider } from '@opentelemetry/api';
import { bad, checkFunction, checkObject } from '../options.ts';

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

const names = new Set(['tracerProvider', 'meterProvider', 'attributes']);

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function checkInstrument(gateway: unknown, options: unknown): void {
  checkObject('instrumentGateway gateway', gateway);
  checkFunction('instrumentGateway gateway.on', Reflect.get(gateway, 'on'));
  checkObject('instrumentGateway options', options);
  for (const name of Object.keys(options)) {
    if (!names.has(name)) throw new TypeError(`instrumentGateway has no option \`${name.slice(0, 40)}\`.`);
  }
  checkProvider('tracerProvider', Reflect.get(options, 'tracerProvider'), 'getTracer');
  checkProvider('meterProvider', Reflect.get(options, 'meterProvider'), 'getMeter');
  const attributes: unknown = Reflect.get(options, 'attributes');
  if (attributes !== undefined) checkObject('attributes', attributes);
}

function checkProvider(option: string, value: unknown, method: string): void {
  if (value === undefined) return;
  const isProvider =
    typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
  if (!isProvider) throw bad(option, value, `a provider with \`${method}\``);
}
