// What the definition of Deribit cannot say: how its signature is checked.
import type { Call, Credentials, OwnDialect } from '../dialect.ts';
import { instant, isHmac } from './support.ts';

/** Its nonce is chosen anew for every request, so that nothing can be signed a second time and compared. */
export const deribitAdditions: OwnDialect = {
  id: 'deribit',
  apiKey: (call) => partOf(call, 'id'),
  timestamp: (call) => instant(partOf(call, 'ts')),
  nonce: (call) => partOf(call, 'nonce'),
  verify,
};

/** `deri-hmac-sha256 id=...,ts=...,sig=...,nonce=...` */
function partOf({ headers }: Call, name: string): string | undefined {
  const [, parts = ''] = /^deri-hmac-sha256 (.+)$/.exec(headers['authorization'] ?? '') ?? [];
  return new URLSearchParams(parts.replaceAll(',', '&')).get(name) ?? undefined;
}

/** Time, nonce, method, path with query and body, one on each line. */
function verify(call: Call, credentials: Credentials): boolean {
  const { method, path, query, body } = call;
  const target = query === '' ? path : `${path}?${query}`;
  const text = [partOf(call, 'ts'), partOf(call, 'nonce'), method, target, body, ''].join('\n');
  return isHmac(partOf(call, 'sig'), text, credentials);
}
