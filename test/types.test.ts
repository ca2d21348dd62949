// What the compiler says to a user: each line that has to be refused stands below `@ts-expect-error`, and `npm run types` reads
// this file.
import { expect, expectTypeOf, it } from 'vitest';
import { bybit } from '../src/catalog/bybit/index.ts';
import { gate } from '../src/catalog/gate/index.ts';
import { htx } from '../src/catalog/htx/index.ts';
import type { MexcContractCode } from '../src/catalog/mexc-contract/index.ts';
import { okx } from '../src/catalog/okx/index.ts';
import {
  type Category,
  chainUp,
  classify,
  createGateway,
  defineExchange,
  type Exchange,
  ExchangeError,
  extendExchange,
  failFast,
  type Gateway,
  type GatewayOptions,
  isExchangeError,
  mexcContract,
  type Policies,
  UnknownOutcomeError,
} from '../src/index.ts';

const own = defineExchange({
  id: 'own',
  name: 'Own',
  table: { source: 'its page', rows: [['1', 'funds', 'rejected', 'no funds']] },
  rest: { code: ['code'], message: [], ok: ['0'], flags: [], bare: false },
});
const fails = failFast();
const raised = new ExchangeError({
  exchange: 'mexc-contract',
  message: 'busy',
  category: 'server',
  outcome: 'unknown',
  reason: 'failed',
  attempts: 1,
  elapsedMs: 0,
  code: '500',
});

it('takes categories and codes as keys of policies, and no misspelt ones', () => {
  const white = extendExchange(chainUp, { id: 'white' });
  const taken: readonly (() => Gateway)[] = [
    () =>
      createGateway({
        exchange: mexcContract,
        policies: { funds: fails, 'rate-limit': fails, '510': fails },
      }),
    // Codes that no table lists.
    () => createGateway({ exchange: mexcContract, policies: { '99999': fails, '-7': fails } }),
    () => createGateway({ exchange: gate, policies: { NEW_CODE: fails } }),
    () =>
      createGateway({
        exchange: htx,
        policies: { 'base-symbol-error': fails, ['new-code' as string]: fails },
      }),
    () => createGateway({ exchange: own, policies: { funds: fails, '1': fails, '2': fails } }),
    () => createGateway({ exchange: white, policies: { '-1003': fails } }),
  ];
  const refused: readonly (() => Gateway)[] = [
    // @ts-expect-error a misspelt category
    () => createGateway({ exchange: mexcContract, policies: { ratelimit: fails } }),
    // @ts-expect-error a category without its end, though it looks as the codes do
    () => createGateway({ exchange: htx, policies: { 'invalid-reques': fails } }),
    // @ts-expect-error what makes a policy is none
    () => createGateway({ exchange: okx, policies: { '50011': failFast } }),
    // @ts-expect-error a variant keeps the codes of its base
    () => createGateway({ exchange: white, policies: { fund: fails } }),
    // Whose codes are not known, a misspelt key is found when it runs.
    () => createGateway({ exchange: own, policies: { fund: fails } }),
  ];
  for (const make of taken) expect(make).not.toThrow();
  for (const make of refused) expect(make).toThrow(TypeError);
});

it('fits wherever a user writes `Exchange`, `Policies` or `GatewayOptions`', () => {
  const exchange: Exchange = mexcContract;
  const policies: Policies = { funds: fails };
  const options: GatewayOptions = { exchange: bybit, policies: { funds: fails, '10006': fails } };
  const all: readonly Exchange[] = [mexcContract, okx, own, white(chainUp)];
  const either = all.length > 1 ? mexcContract : okx;
  const made = [
    createGateway({ exchange, policies }),
    createGateway(options),
    createGateway({ exchange: either, policies: { funds: fails, '510': fails } }),
  ];
  expect(made.map((gateway) => gateway.exchange)).toEqual([mexcContract, bybit, mexcContract]);
  expect(classify(either, { body: '{"success":false,"code":510}' })).toMatchObject({ code: '510' });
});

function white(base: Exchange): Exchange {
  return extendExchange(base, { id: 'white' });
}

it('knows the codes of an exchange', () => {
  expectTypeOf<'510'>().toExtend<MexcContractCode>();
  expectTypeOf<'9'>().not.toExtend<MexcContractCode>();
  expectTypeOf(mexcContract.catalog.get('any text')?.code).toEqualTypeOf<MexcContractCode | undefined>();
  expectTypeOf(own.catalog.get('1')?.code).toEqualTypeOf<string | undefined>();
  expect(mexcContract.catalog.get('510')?.code).toBe('510');
});

it('narrows an error by its category', () => {
  const error: unknown = raised;
  if (isExchangeError(error, 'server')) expectTypeOf(error.category).toEqualTypeOf<'server'>();
  if (isExchangeError(error)) expectTypeOf(error.category).toEqualTypeOf<Category>();
  if (error instanceof UnknownOutcomeError) expectTypeOf(error.outcome).toEqualTypeOf<'unknown'>();
  // @ts-expect-error a misspelt category
  expect(isExchangeError(error, 'fund')).toBe(false);
  expect([isExchangeError(error), isExchangeError(error, 'server'), isExchangeError(error, 'funds')]).toEqual(
    [true, true, false],
  );
});

it('narrows an error by its exchange, whose codes an editor then offers', () => {
  const error: unknown = raised;
  if (isExchangeError(error, mexcContract)) {
    expectTypeOf(error).toExtend<ExchangeError>();
    expectTypeOf<MexcContractCode>().toExtend<typeof error.code>();
    // One that the tables do not list may come as well.
    expectTypeOf<'9'>().toExtend<typeof error.code>();
    expect(error.code === '500').toBe(true);
  }
  if (isExchangeError(error, mexcContract) && isExchangeError(error, 'server'))
    expectTypeOf(error.category).toEqualTypeOf<'server'>();
  expect(isExchangeError(error, mexcContract)).toBe(true);
  expect(isExchangeError(error, extendExchange(mexcContract, { limits: [] }))).toBe(true);
  expect(isExchangeError(error, okx)).toBe(false);
  expect(isExchangeError(new Error('another'), okx)).toBe(false);
});
