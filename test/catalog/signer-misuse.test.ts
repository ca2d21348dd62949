// Credentials that are wrong, misplaced or malformed: the error says what is wrong, and shows none of them.
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { createGateway, type SigningExchange } from '../../src/index.ts';
import { credentials, samples } from '../../tools/samples.ts';

const secret = 'SECRET-VALUE-123';
const pem = (kind: string): string => `-----BEGIN ${kind}-----\nU0VDUkVUVkFMVUUxMjM=\n-----END ${kind}-----`;

const mistakes: readonly (readonly [what: string, given: unknown])[] = [
  ['a text', secret],
  ['a list', [secret]],
  ['a line break', { apiSecret: `${secret}\n` }],
  ['what is no base64', { apiSecret: `${secret}!!` }],
  ['an object', { apiSecret: { value: secret } }],
  ['a blank in the key', { apiKey: `${secret} x` }],
  ['a blank around the passphrase', { passphrase: ` ${secret} ` }],
  ['a number', { apiKey: 123_456_789 }],
  ['another name', { secretKey: secret }],
  ['a key that is none', { apiSecret: pem('PRIVATE KEY') }],
  ['a key of another kind', { apiSecret: pem('EC PRIVATE KEY') }],
  ['a public key', { apiSecret: pem('PUBLIC KEY') }],
];

const signing = exchanges.filter((one): one is SigningExchange<object> & typeof one => 'signer' in one);

it('every built-in exchange but one has a signer', () => {
  expect(exchanges.filter((one) => !('signer' in one)).map(({ id }) => id)).toEqual(['hyperliquid']);
});

it.each(signing)('$id shows no credential', async ({ id, signer }) => {
  const good = { ...credentials, ...samples[id]?.credentials };
  const leaks: string[] = [];
  for (const [what, given] of mistakes) {
    const isFields = typeof given === 'object' && given !== null && !Array.isArray(given);
    const shown = await complaintOf(signer, isFields ? { ...good, ...given } : given);
    const hidden = [secret, 'U0VDUkVUVkFMVUUxMjM', '123456789', ...Object.values(good)];
    leaks.push(...hidden.filter((text) => shown.includes(text)).map((text) => `${what}: ${text}`));
    // A secret of another form is no mistake where any text is a secret.
    if (!isFields) expect(shown).toContain('takes an object');
  }
  expect(leaks).toEqual([]);
});

/** What is printed of the error, if there is one: when it is made, or when it signs. */
async function complaintOf(signer: (credentials: object) => unknown, given: unknown): Promise<string> {
  try {
    const sign: unknown = Reflect.apply(signer, undefined, [given]);
    const url = new URL('https://a.example/x?a=1');
    const request = { method: 'POST', url, path: '/x', query: 'a=1', headers: {}, body: '{"a":1}' };
    if (typeof sign === 'function')
      await Reflect.apply(sign, undefined, [request, { timestamp: 1, attempt: 1 }]);
    return '';
  } catch (error) {
    return `${inspect(error, { depth: 10, showHidden: true })} ${Object(error).stack}`;
  }
}

it('a text in the place of options is not shown', () => {
  expect(() => Reflect.apply(createGateway, undefined, [secret])).toThrow(/takes an object; it got a string/);
});
