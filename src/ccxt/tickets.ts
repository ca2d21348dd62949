import { members } from './shape.ts';

/** Knows a request that was signed here when it comes to be sent, by its headers. */
export interface Tickets<Value> {
  /** The signed request with headers that stand for `value`. A promise of one stays one. */
  readonly issue: (signed: unknown, value: Value) => unknown;
  readonly of: (headers: unknown) => Value | undefined;
}

/** Held as long as the headers are. */
export function ticketsOf<Value>(): Tickets<Value> {
  const values = new WeakMap<object, Value>();
  const issue = (signed: unknown, value: Value): unknown => {
    if (signed instanceof Promise) return signed.then((made: unknown) => issue(made, value));
    const headers = { ...members(members(signed)['headers']) };
    values.set(headers, value);
    return { ...members(signed), headers };
  };
  return {
    issue,
    of: (headers) => (typeof headers === 'object' && headers !== null ? values.get(headers) : undefined),
  };
}
