// The faults of the orders: the first copy of order 17 meets the same one whichever client sends it, and so does its second.
import type { FaultTable } from 'exchange-interceptors/testing';
import { hashOf } from '../../tools/chance.ts';
import { faultTables } from '../../tools/faults.ts';

/** The eight kinds that leave a client without a proper answer; the simulator's own default. */
const kinds = [
  'request-lost',
  'answer-lost',
  'error-before',
  'error-after',
  'truncated',
  'garbage',
  'html',
  'html-502',
] as const;

/** @param rate which part of all requests meets a fault, from 0 to 1 */
export function orderFaults(rate: number, seed: number): readonly FaultTable[] {
  return faultTables(
    kinds,
    ({ action, clientOrderId }) => `${action} ${clientOrderId}`,
    (key, copy) => {
      const text = `${seed} ${key} ${copy}`;
      return chance(text) < rate ? kinds[Math.floor(chance(`kind ${text}`) * kinds.length)] : undefined;
    },
  );
}

/** A number from 0 to just under 1 that the text decides: FNV-1a, then murmur's finish. */
function chance(text: string): number {
  let hash = hashOf(text);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
