// What the tests of signers have in common: a request as a signer gets it, and a platform that has WebCrypto alone.
import { vi } from 'vitest';
import type { OutgoingRequest } from '../../src/types.ts';

export function outgoing(
  method: string,
  address: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): OutgoingRequest {
  const url = new URL(address);
  return { method, url, path: url.pathname, query: url.search.slice(1), headers, body };
}

/** As in a browser, which has WebCrypto alone; until mocks are restored. */
export function withoutNode(): void {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
}
