// What the definition of Coinbase cannot say: how its token is checked.
import { createPublicKey, type KeyObject, verify as verifyBytes } from 'node:crypto';
import type { Call, Credentials, OwnDialect } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';

/** Its token has a nonce chosen anew for every request, so that nothing can be signed a second time and compared. */
export const coinbaseAdditions: OwnDialect = {
  id: 'coinbase',
  apiKey: (call) => claimOf(call, 0, 'kid'),
  timestamp: () => undefined,
  timestampOptional: true,
  verify,
};

function tokenOf({ headers }: Call): readonly string[] {
  return /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(headers['authorization'] ?? '')?.slice(1) ?? [];
}

/** A text of the token's head (0) or claims (1). */
function claimOf(call: Call, part: 0 | 1, name: string): string | undefined {
  try {
    const read: Json = JSON.parse(Buffer.from(tokenOf(call)[part] ?? '', 'base64url').toString());
    const value = isRecord(read) ? Reflect.get(read, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The token is bound to method, host and path; neither query nor body is signed. */
function verify(call: Call, credentials: Credentials): boolean {
  const [head = '', claims = '', signature = ''] = tokenOf(call);
  const uri = claimOf(call, 1, 'uri') ?? '';
  if (!uri.startsWith(`${call.method} `) || uri.slice(uri.indexOf('/')) !== call.path) return false;
  const key = publicKeyOf(credentials);
  if (!key) return false;
  const isEc = key.asymmetricKeyType === 'ec';
  return verifyBytes(
    isEc ? 'sha256' : null,
    Buffer.from(`${head}.${claims}`),
    isEc ? { key, dsaEncoding: 'ieee-p1363' } : key,
    Buffer.from(signature, 'base64url'),
  );
}

/** A key of Ed25519 in base64 is its seed and its public half. Undefined for what is no key: nothing is signed by that. */
function publicKeyOf({ apiSecret = '', publicKey = apiSecret }: Credentials): KeyObject | undefined {
  try {
    if (publicKey.includes('-----')) return createPublicKey(publicKey.replaceAll('\\n', '\n'));
    const x = Buffer.from(publicKey, 'base64').subarray(32).toString('base64url');
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
