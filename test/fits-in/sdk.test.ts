import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { type ExchangeError, interceptAxios } from '../../src/index.ts';
import { RestClient } from './sdks.ts';
import { caught, open, orderOf, orderPath, type Stage, sawBy } from './support.ts';

/** The adapter of an instance that is never called: it fits into any axios request. */
function adapterOf({ gateway }: Stage) {
  const carrier = axios.create();
  interceptAxios(carrier, gateway);
  const { adapter } = carrier.defaults;
  return adapter ? { adapter, proxy: false as const } : {};
}

const timestamps = ({ exchange }: Stage): readonly unknown[] =>
  exchange.log.map(({ timestamp }) => timestamp);

describe('an SDK that signs by itself, over a gateway', () => {
  it('repeats with its old signature while the gateway has no `sign`', async () => {
    const stage = await open({ sign: null });
    stage.exchange.failNext('throttle');
    await new RestClient({ baseUrl: stage.base }, adapterOf(stage)).submit(orderOf('1'));
    expect(sawBy(stage.exchange)).toEqual(['POST 1 throttle signed', 'POST 1 ok executed signed']);
    expect(new Set(timestamps(stage)).size).toBe(1);
  });

  it('is signed anew for each attempt where the gateway signs: its headers go in the place of theirs', async () => {
    const stage = await open({}, { clockSkewMs: 45_000 });
    await new RestClient({ baseUrl: stage.base }, adapterOf(stage)).submit(orderOf('1'));
    expect(sawBy(stage.exchange).filter((line) => line.startsWith('POST'))).toEqual([
      'POST 1 513 signed',
      'POST 1 ok executed signed',
    ]);
  });

  it('that builds errors of its own loses ours; `giveUp` of the gateway has it', async () => {
    const stage = await open({}, { funds: 1 });
    const given: ExchangeError[] = [];
    stage.gateway.on('giveUp', ({ error }) => given.push(error));
    const rewording = new RestClient({ baseUrl: stage.base }, adapterOf(stage))
      .submit(orderOf('1'))
      .catch((error) => {
        const { status, statusText, data } = error.response;
        throw { code: status, message: statusText, body: data };
      });
    expect(await caught(rewording)).toMatchObject({ code: 200, message: 'OK', body: { code: 2005 } });
    expect(given).toMatchObject([{ category: 'funds', outcome: 'rejected', clientOrderId: '1' }]);
  });

  it('shares the limits of the instance whose adapter it was given', async () => {
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 60_000 }] as const;
    const stage = await open({ limits });
    const sdk = new RestClient({ baseUrl: stage.base }, adapterOf(stage));
    const gated = axios.create({ baseURL: stage.base, proxy: false });
    interceptAxios(gated, stage.gateway);
    await sdk.submit(orderOf('1'));
    const late = gated.post(orderPath, orderOf('2'), { exchange: { deadlineMs: 1000 } });
    expect(await caught(late)).toMatchObject({ reason: 'deadline', category: 'rate-limit', attempts: 0 });
    expect(sawBy(stage.exchange)).toEqual(['POST 1 ok executed signed']);
  });
});
