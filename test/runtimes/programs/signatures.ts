// Signs by every vector that openssl made, with this runtime's WebCrypto.
import {
  chainUp,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
  type Sign,
  type Signature,
} from '../../../src/index.ts';
import fixture from '../../fixtures/signatures.json' with { type: 'json' };

interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

const signers: Readonly<Record<string, (credentials: Credentials) => Sign>> = {
  ktx: ktx.signer,
  mexcContract: mexcContract.signer,
  lbankContract: lbankContract.signer,
  oxFun: oxFun.signer,
  chainUp: chainUp.signer,
};

export interface Signed {
  readonly name: string;
  readonly given: Signature | undefined;
  readonly expected: unknown;
}

export async function signAll(): Promise<readonly Signed[]> {
  const own = crypto.getRandomValues;
  // The vectors were made with random bytes that are all the same.
  const frozen = (array: Uint32Array): Uint32Array => {
    new Uint8Array(array.buffer).fill(0x2a);
    return array;
  };
  Object.defineProperty(crypto, 'getRandomValues', { value: frozen, configurable: true, writable: true });
  try {
    return await Promise.all(fixture.vectors.map(signOne));
  } finally {
    Object.defineProperty(crypto, 'getRandomValues', { value: own, configurable: true, writable: true });
  }
}

async function signOne(vector: (typeof fixture.vectors)[number]): Promise<Signed> {
  const { method, url: address, body } = vector.request;
  const url = new URL(address);
  const request = { method, url, path: url.pathname, query: url.search.slice(1), headers: {}, body };
  const sign = signers[vector.exchange]?.(vector.credentials);
  const given = await sign?.(request, { timestamp: vector.timestamp, attempt: 1 });
  return { name: `${vector.exchange}: ${vector.name}`, given, expected: vector.expected };
}
