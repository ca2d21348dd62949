// How long a request and an order are valid, by a definition.
import { type Exchange, readExpiry, readSentOrder } from '../../internal.ts';
import type { Call, Dialect } from '../dialect.ts';
import { textIn } from './params.ts';

/** How old a request may be, where the definition says it of all alike. */
export function toleranceOf({ validity, refusals }: Exchange): Dialect['tolerance'] {
  const { forMs: behindMs = Number.POSITIVE_INFINITY, since, unit } = validity ?? {};
  if (unit === 'until') return { behindMs: 0, aheadMs: Number.POSITIVE_INFINITY };
  const isOfSigning = since === undefined;
  return isOfSigning
    ? { behindMs, aheadMs: refusals.aheadMs ?? behindMs }
    : { behindMs: Number.POSITIVE_INFINITY, aheadMs: Number.POSITIVE_INFINITY };
}

/** How old it may be by its own word. */
export function windowOf({ validity, paramsIn }: Exchange, call: Call): number | undefined {
  const { header, param, unit = 'ms', since } = validity ?? {};
  if (unit === 'until' || since !== undefined) return undefined;
  const told =
    header === undefined
      ? param && textIn(readSentOrder(call, paramsIn).fields[param])
      : call.headers[header];
  const window = Number(told ?? Number.NaN);
  return window > 0 ? window * (unit === 's' ? 1000 : 1) : undefined;
}

/** The last instant that an order names; a window that counts from its signature is no such instant. */
export function expiryOf(
  { expiry, validity }: Exchange,
  call: Call,
  members: Readonly<Record<string, string>>,
): number | undefined {
  if (validity?.since !== undefined) {
    const sentAt = Number(members[validity.since] ?? Number.NaN);
    const { param = '', forMs = 0 } = validity;
    return Number.isNaN(sentAt) ? undefined : sentAt + Number(members[param] ?? forMs);
  }
  if (!expiry || expiry.unit === 'ms' || expiry.unit === 's') return undefined;
  const told = expiry.header === undefined ? members[expiry.param ?? ''] : call.headers[expiry.header];
  return readExpiry(expiry, told, 0);
}
