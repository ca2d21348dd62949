// Tells promises apart from other values.

/**
 * Whether a value has to be awaited. Not by its class: where a program replaced `Promise`, as `zone.js` does, and where bytes
 * and keys are of another realm, as under some test runners, the promises of `async` functions and of the platform are of none
 * that is known here.
 */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
