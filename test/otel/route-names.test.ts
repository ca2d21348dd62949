import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mexcContract, oxFun } from '../../src/index.ts';
import { RouteNames } from '../../src/otel/route-names.ts';

it.each([
  [
    'a listed pattern stays',
    '/api/v1/private/order/external/*/*',
    undefined,
    '/api/v1/private/order/external/*/*',
  ],
  [
    'words stay',
    '/api/v1/contract/funding_rate/open-interest',
    undefined,
    '/api/v1/contract/funding_rate/open-interest',
  ],
  [
    'a listed rest stays',
    '/api/v1/private/account/asset/analysis/**',
    undefined,
    '/api/v1/private/account/asset/analysis/**',
  ],
  ['words in camel case stay', '/cfd/openApi/v1/prv/placeOrder', undefined, '/cfd/openApi/v1/prv/placeOrder'],
  ['symbols go', '/v3/markets/BTC-USD-SWAP-LIN', undefined, '/v3/markets/*'],
  ['numbers go', '/v3/orders/102057', undefined, '/v3/orders/*'],
  ['ids go', '/v3/orders/my-order-1/8f14e45fceea167a5a36dedd4bea2543', undefined, '/v3/orders/*/*'],
  ['what is encoded goes', '/v3/orders/a%20b', undefined, '/v3/orders/*'],
  ['long words go', `/v3/${'a'.repeat(33)}`, undefined, '/v3/*'],
  ['a client order id goes, though it is a word', '/v3/orders/hedge', 'hedge', '/v3/orders/*'],
  ['a trailing slash stays', '/v3/orders/', undefined, '/v3/orders/'],
  ['the root stays', '/', undefined, '/'],
])('%s', (_title, route, clientOrderId, told) => {
  expect(new RouteNames(mexcContract).withoutIds(route, clientOrderId)).toBe(told);
});

it('no segment with a digit is ever told, but a version', () => {
  const names = new RouteNames(oxFun);
  const segment = fc.stringMatching(/^[A-Za-z0-9_.~-]*[0-9][A-Za-z0-9_.~-]*$/);
  fc.assert(
    fc.property(segment, (id) => {
      fc.pre(!/^v\d{1,2}$/.test(id));
      expect(names.withoutIds(`/v3/orders/${id}`, undefined)).toBe('/v3/orders/*');
    }),
  );
});

it('names stay few: after 200 paths the profile does not list, the rest has none', () => {
  const names = new RouteNames(mexcContract);
  const word = (at: number): string => String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26));
  const given = Array.from({ length: 300 }, (_, at) => names.isName(`/${word(at)}`));
  expect([given.indexOf(false), given.filter(Boolean).length]).toEqual([200, 200]);
  expect(names.isName('/aa')).toBe(true);
  expect(names.isName('/api/v1/private/order/submit')).toBe(true);
});
