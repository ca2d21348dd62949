import { UnsentError } from '../internal.ts';

/** A request without an answer: what was lost, and ccxt's name for it, so that both are looked at. */
export class Lost extends Error {
  constructor(error: unknown, loss: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: loss ?? error });
    const name = error instanceof Error ? error.name : '';
    this.name = name === 'RequestTimeout' ? 'TimeoutError' : name;
  }
}

/** Why a request has no answer: ccxt refuses by itself to send through two proxies at once. */
export function lossOf(error: unknown, loss: unknown): Lost | UnsentError {
  const isRefusedHere = error instanceof Error && error.name === 'InvalidProxySettings';
  return isRefusedHere ? new UnsentError('invalid-request', error) : new Lost(error, loss);
}
