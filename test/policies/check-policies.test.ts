import { describe, expect, it } from 'vitest';
import {
  backoff,
  chainUp,
  createGateway,
  defineExchange,
  type Exchange,
  failFast,
  type GatewayOptions,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
  reconcile,
  refreshClock,
} from '../../src/index.ts';
import { both } from '../../src/options/suggest.ts';
import { categories } from '../../src/types.ts';

const exchanges = { chainUp, ktx, lbankContract, mexcContract, oxFun };

/** What a caller without types is told. */
function told(exchange: Exchange, policies: object): string {
  try {
    createGateway({ exchange, policies } as GatewayOptions);
  } catch (error) {
    return error instanceof TypeError ? error.message : `no TypeError: ${String(error)}`;
  }
  return 'taken';
}

describe('a key of `policies`', () => {
  it.each(categories)('may be the category %s', (category) => {
    expect(told(mexcContract, { [category]: failFast() })).toBe('taken');
  });

  it.each<[keyof typeof exchanges, string]>([
    ['mexcContract', '510'],
    ['mexcContract', '99999'],
    ['ktx', '-1003'],
    ['ktx', '-99999'],
    ['lbankContract', '177'],
    ['oxFun', '05001'],
    ['chainUp', '-2013'],
  ])('may be a code of %s, listed or not: %s', (name, code) => {
    expect(told(exchanges[name], { [code]: failFast() })).toBe('taken');
  });

  it.each<[keyof typeof exchanges, string, string | undefined]>([
    ['mexcContract', 'ratelimit', 'rate-limit'],
    ['mexcContract', 'rate_limit', 'rate-limit'],
    ['mexcContract', 'rateLimit', 'rate-limit'],
    ['mexcContract', 'rate-limt', 'rate-limit'],
    ['mexcContract', 'fund', 'funds'],
    ['mexcContract', 'NETWORK', 'network'],
    ['mexcContract', 'ECONNRESET', undefined],
    ['mexcContract', 'success', undefined],
    ['mexcContract', 'E510', '510'],
    ['mexcContract', '51O', '510'],
    ['ktx', '5.1', undefined],
    ['oxFun', '-1', undefined],
  ])('of %s is refused where it can be neither: %s', (name, key, meant) => {
    const hint =
      meant === undefined ? ` The categories are ${both(categories)}.` : ` Did you mean \`${meant}\`?`;
    expect(told(exchanges[name], { [key]: failFast() })).toBe(
      `\`policies\` takes categories and codes of ${exchanges[name].name} as keys; it got '${key}'.${hint}`,
    );
  });

  it('may be any word where a function of the exchange reads the codes, unless it is nearly a category', () => {
    const words = defineExchange({
      id: 'words',
      name: 'Words',
      table: { source: 'https://example.com', rows: [['Funds', 'funds', 'rejected', 'no money']] },
      rest: { code: [], message: [], ok: [], flags: [], bare: true, read: () => undefined },
    });
    expect(told(words, { 'EOrder:Insufficient funds': failFast(), Funds: failFast() })).toBe('taken');
    expect(told(words, { fundz: failFast() })).toMatch(/Did you mean `funds`\?$/);
  });
});

it.each<[string, unknown]>([
  ['failFast', failFast],
  ['backoff', backoff],
  ['refreshClock', refreshClock],
  ['reconcile', reconcile],
])('a call that was forgotten is told: %s', (name, maker) => {
  expect(told(mexcContract, { network: maker })).toBe(
    `\`policies['network']\` takes a policy, which \`${name}\` only makes: call it, \`${name}()\`.`,
  );
});
