// Refusals for a wrong clock: 400 signed calls of 20 workers at 20 per 2 s, to an exchange that takes stamps of one second to
// either side, beside a bot that spaces its calls and reads the time by hand when it is refused. In virtual time. `--json` for
// programs. Takes a few seconds.
import axios, { type AxiosAdapter, type AxiosResponse } from 'axios';
import Bottleneck from 'bottleneck';
import { createGateway, interceptAxios, mexcContract, type Sign } from 'exchange-interceptors';
import { type SimulateOptions, simulateExchange } from 'exchange-interceptors/testing';
import { seeded } from '../../tools/chance.ts';
import { print, table } from '../../tools/table.ts';
import { inVirtualTime } from '../../tools/virtual-clock.ts';

const base = 'https://contract.mexc.com/api/v1';
const path = '/private/account/assets';
const workers = 20;
const callsEach = 20;
const capacity = 20;
const windowMs = 2000;
const refusedForTime = '513';

interface Bot {
  readonly call: () => Promise<unknown>;
  readonly end: () => unknown;
}

const bots: Readonly<Record<string, (adapter: AxiosAdapter) => Bot>> = {
  'exchange-interceptors': (adapter) => {
    const sign: Sign = (_, { timestamp }) => ({ headers: { 'Request-Time': String(timestamp) } });
    const limits = [{ name: 'all', scope: 'ip', capacity, windowMs, reserve: 0 }] as const;
    const gateway = createGateway({ exchange: mexcContract, sign, limits });
    const client = axios.create({ baseURL: base, adapter });
    interceptAxios(client, gateway);
    return { call: () => client.get(path), end: () => gateway.close() };
  },
  'spaced, read again by hand': (adapter) => handWritten(adapter, { minTime: windowMs / capacity }),
  'reservoir, read again by hand': (adapter) =>
    handWritten(adapter, {
      reservoir: capacity,
      reservoirRefreshAmount: capacity,
      reservoirRefreshInterval: windowMs,
    }),
};

/** Reads the time when it is refused, once for all calls, and goes again once. */
function handWritten(adapter: AxiosAdapter, limit: Bottleneck.ConstructorOptions): Bot {
  const client = axios.create({ baseURL: base, adapter });
  const limiter = new Bottleneck(limit);
  let offsetMs = 0;
  let reading: Promise<void> | undefined;
  const send = (): Promise<AxiosResponse> =>
    limiter.schedule(() =>
      client.get(path, { headers: { 'Request-Time': String(Math.floor(Date.now() + offsetMs)) } }),
    );
  const read = async (): Promise<void> => {
    const sentMs = Date.now();
    const { data } = await client.get('/contract/ping');
    offsetMs = data.data - (sentMs + Date.now()) / 2;
  };
  const call = async (): Promise<unknown> => {
    const answer = await send();
    if (String(answer.data.code) !== refusedForTime) return answer;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    await reading;
    return send();
  };
  return { call, end: () => limiter.disconnect() };
}

interface Row {
  readonly bot: string;
  readonly clock: string;
  readonly refused: number;
  readonly timeRequests: number;
  readonly seconds: number;
}

const clocks: Readonly<Record<string, SimulateOptions>> = {
  right: {},
  '3 s off': { clockSkewMs: 3000 },
  '3 s off, 50 ms per second': { clockSkewMs: 3000, clockDriftPpm: 50_000 },
  'right, then 50 ms per second': { clockDriftPpm: 50_000 },
};

function measure(bot: string, clock: string): Promise<Row> {
  const make = bots[bot];
  if (!make) throw new Error(`there is no bot ${bot}`);
  return inVirtualTime(seeded(1), async () => {
    const exchange = simulateExchange(mexcContract, { ...clocks[clock], toleranceMs: 1000, limits: false });
    const random = seeded(2);
    const way = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5 + 20 * random()));
    const { call, end } = make(async (config) => {
      await way();
      const answer = await exchange.adapter(config);
      await way();
      return answer;
    });
    const beganAt = performance.now();
    const work = async (): Promise<void> => {
      for (let at = 0; at < callsEach; at += 1) await call();
    };
    await Promise.all(Array.from({ length: workers }, work));
    const seconds = (performance.now() - beganAt) / 1000;
    void Promise.resolve(end()).catch(() => undefined);
    const refused = exchange.log.filter(({ code }) => code === refusedForTime).length;
    return { bot, clock, refused, timeRequests: exchange.timeRequests.length, seconds };
  });
}

const rows: Row[] = [];
for (const clock of Object.keys(clocks))
  for (const bot of Object.keys(bots)) rows.push(await measure(bot, clock));
print({ calls: workers * callsEach, capacity, windowMs, rows }, () => {
  table(
    ['clock', 'bot', 'refused', 'time requests', 'seconds'],
    rows.map(({ clock, bot, refused, timeRequests, seconds }) => [
      clock,
      bot,
      String(refused),
      String(timeRequests),
      seconds.toFixed(1),
    ]),
  );
});
process.exit(0);
