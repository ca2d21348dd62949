// Makes a built-in exchange with its signer.
import type { Sign } from '../types.ts';
import type { ExchangeSpec, SigningExchange } from './exchange.ts';
import { makeExchange } from './make-exchange.ts';

/** An exchange and the signer for its documented scheme. */
export function withSigner<Credentials, Code extends string>(
  spec: ExchangeSpec,
  signer: (credentials: Credentials) => Sign,
): SigningExchange<Credentials, Code> {
  return Object.freeze({ ...makeExchange<Code>(spec), signer });
}
