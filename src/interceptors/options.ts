import { bad, checkFunction, checkNumber, checkOneOf } from '../options.ts';
import type { CallOptions } from '../types.ts';

const none: CallOptions = Object.freeze({});
const names: ReadonlySet<string> = new Set([
  'clientOrderId',
  'priority',
  'weight',
  'deadlineMs',
  'replaySafe',
  'signed',
  'validForMs',
  'partial',
  'trace',
]);

/**
 * Checks what the caller says about one call.
 * @throws {TypeError} that names the option.
 */
export function callOptions(options: unknown): CallOptions {
  if (options === undefined) return none;
  if (typeof options !== 'object' || options === null) throw bad('exchange', options, 'an object');
  const given: CallOptions = options;
  for (const name of Object.keys(given)) {
    if (!names.has(name))
      throw bad(`exchange.${name.slice(0, 40)}`, 'given', 'nothing: there is no such option');
  }
  const { clientOrderId, priority, weight, deadlineMs, replaySafe, signed } = given;
  if (clientOrderId !== undefined && (typeof clientOrderId !== 'string' || clientOrderId === '')) {
    throw bad('exchange.clientOrderId', clientOrderId, 'a string, since numbers lose digits');
  }
  if (priority !== undefined) checkNumber('exchange.priority', priority);
  if (weight !== undefined) checkNumber('exchange.weight', weight, { min: 0 });
  if (deadlineMs !== undefined) checkNumber('exchange.deadlineMs', deadlineMs, { min: 1 });
  const { validForMs, partial, trace } = given;
  if (validForMs !== undefined) checkNumber('exchange.validForMs', validForMs, { min: 0 });
  if (partial !== undefined) checkOneOf('exchange.partial', partial, ['reject', 'resolve']);
  if (trace !== undefined) checkFunction('exchange.trace', trace);
  if (replaySafe !== undefined) checkBoolean('exchange.replaySafe', replaySafe);
  if (signed !== undefined) checkBoolean('exchange.signed', signed);
  return given;
}

function checkBoolean(option: string, value: unknown): void {
  if (typeof value !== 'boolean') throw bad(option, value, 'true or false');
}
