// A thousand orders per client while a quarter of all requests fail, then a cancel or an amend of each that stands: what
// was reported, and what the exchange did. `[exchange]`, `--json`, `--orders`, `--seed`. Takes about half a minute.
import { parseArgs } from 'node:util';
import { classify } from 'exchange-interceptors';
import { type SimOrder, type SimulatedExchange, simulateExchange } from 'exchange-interceptors/testing';
import { loadMarket, marketIds, noExchange } from '../../tools/markets.ts';
import { startProgress } from '../../tools/progress.ts';
import type { Sample } from '../../tools/samples.ts';
import { print, table } from '../../tools/table.ts';
import { type Client, clients } from './clients.ts';
import { orderFaults } from './faults.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    orders: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const [id = 'mexc-contract'] = positionals;
if (!marketIds.includes(id)) {
  console.error(noExchange(id));
  process.exit(2);
}
const market = await loadMarket(id);
const { exchange: definition } = market;
const settings = {
  exchange: definition.id,
  orders: Number(values.orders),
  seed: Number(values.seed),
  rate: 0.25,
  atOnce: 250,
};
const progress = startProgress('orders', settings.orders * 2 * Object.keys(clients).length, 'orders');

/** What is counted, by the title of its column. What each counts: README.md. */
const columns = {
  done: 'done',
  doubled: 'doubled',
  falselyFailed: 'falsely failed',
  falselyDone: 'falsely done',
  unknown: 'unknown',
  failed: 'failed',
  cancelled: 'cancelled',
  falselyCancelled: 'falsely cancelled',
  amended: 'amended',
  falselyAmended: 'falsely amended',
} as const;
type Column = keyof typeof columns;
const keys = Object.keys(columns) as readonly Column[];

type Tally = { client: string } & Record<Column, number>;

/** One client at an exchange of its own. */
interface Run {
  readonly exchange: SimulatedExchange;
  readonly origin: string;
  readonly client: Client;
  readonly tally: Tally;
}

async function measure(name: string, make: (typeof clients)[string]): Promise<Tally> {
  const { orders, rate, seed } = settings;
  const faults = orderFaults(rate, seed);
  const exchange = simulateExchange(definition, { limits: false, deduplicate: false, seed, faults });
  const none = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Column, number>;
  const run: Run = {
    exchange,
    origin: await exchange.listen(),
    client: make(market),
    tally: { client: name, ...none },
  };
  const { client, tally } = run;
  await each(
    Array.from({ length: orders }, (_, at) => market.id(at + 1)),
    (id) => place(run, id),
  );
  tally.done += tally.falselyDone;
  tally.doubled = exchange.orders.filter(({ executions }) => executions > 1).length;
  const standing = exchange.orders.flatMap(({ clientOrderId, placed }) => {
    const order = placed.at(-1);
    return clientOrderId !== undefined && order?.status === 'open' ? [{ id: clientOrderId, order }] : [];
  });
  await each(standing, ({ id, order }, at) =>
    at % 2 === 0 || !market.amend ? cancel(run, id) : amend(run, id, order),
  );
  await client.close?.();
  await exchange.close();
  return tally;
}

/** Does something to each, so many at once. */
async function each<One>(all: readonly One[], act: (one: One, at: number) => Promise<void>): Promise<void> {
  const left = all.entries();
  const work = async (): Promise<void> => {
    for (const [at, one] of left) {
      await act(one, at);
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: settings.atOnce }, work));
}

async function place(run: Run, id: string): Promise<void> {
  const end = await send(run, market.order(id, 1, 1));
  const stands = run.exchange.executions(id) > 0;
  if (end === 'done') run.tally[stands ? 'done' : 'falselyDone'] += 1;
  else if (end === 'unknown') run.tally.unknown += 1;
  else run.tally[stands ? 'falselyFailed' : 'failed'] += 1;
}

async function cancel(run: Run, id: string): Promise<void> {
  const end = await send(run, market.cancel(id));
  if (end === 'done') run.tally[now(run, id)?.status === 'open' ? 'falselyCancelled' : 'cancelled'] += 1;
}

async function amend(run: Run, id: string, { orderId }: SimOrder): Promise<void> {
  const end = market.amend && (await send(run, market.amend(orderId, 1, 2)));
  if (end === 'done') run.tally[now(run, id)?.price === 2 ? 'amended' : 'falselyAmended'] += 1;
}

function now({ exchange }: Run, id: string): SimOrder | undefined {
  return exchange.orders.find(({ clientOrderId }) => clientOrderId === id)?.placed.at(-1);
}

/** In favour of the clients that do not read codes: the bot does, so only a good answer counts as done. */
async function send({ client, origin }: Run, sample: Sample): Promise<'done' | 'failed' | 'unknown'> {
  try {
    const body = await client.send(origin, sample);
    const { method, path } = sample;
    return classify(definition, { status: 200, body, method, url: origin + path }).ok ? 'done' : 'failed';
  } catch (error) {
    return client.isUnknown?.(error) ? 'unknown' : 'failed';
  }
}

const entries = Object.entries(clients);
const isOurs = (name: string): boolean => name.startsWith('exchange-interceptors');
// Ours mostly wait, for an exchange that said to; the others run one after the other beside them.
const waiting = entries.filter(([name]) => isOurs(name)).map(([name, make]) => measure(name, make));
const others: Tally[] = [];
for (const [name, make] of entries) if (!isOurs(name)) others.push(await measure(name, make));
const tallies = [...(await Promise.all(waiting)), ...others];
progress.end();
print({ ...settings, tallies }, () => {
  const perThousand = (count: number): string => String(Math.round((count * 1000) / settings.orders));
  table(
    ['per thousand orders', ...Object.values(columns)],
    tallies.map((tally) => [tally.client, ...keys.map((key) => perThousand(tally[key]))]),
  );
});
