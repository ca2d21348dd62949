import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, it } from 'vitest';
import { mexcContract } from '../../src/index.ts';
import { faultKinds, simulateExchange } from '../../src/testing/index.ts';
import { credentials } from '../support/exchanges.ts';
import { type Built, build } from './build.ts';
import { baseSeed, seeded } from './random.ts';
import { wait } from './story.ts';

const validForMs = 400;
const orders = 150;

/** Places orders one after the other by four hands, and prints when each was begun and how it ended. */
const program = (base: string): string => `
  import { byClientOrderId, createGateway, interceptFetch, mexcContract } from './dist/index.js';
  const gateway = createGateway({
    exchange: mexcContract, limits: false, breaker: false, budget: false, deadlineMs: 1200,
    sign: mexcContract.signer(${JSON.stringify(credentials)}), reconcile: byClientOrderId({ settleMs: 50, asks: 2 }),
  });
  const send = interceptFetch(gateway);
  const ends = [];
  let next = 0;
  const hand = async () => {
    while (next < ${orders}) {
      const id = String(10_000 + next++);
      const body = JSON.stringify({ symbol: 'BTC_USDT', price: 1, vol: 1, side: 1, type: 1, openType: 1, externalOid: id });
      const begunAt = Date.now();
      const end = await send('${base}/api/v1/private/order/submit', {
        method: 'POST', body, headers: { 'content-type': 'application/json' }, exchange: { validForMs: ${validForMs} },
      }).then(() => 'done', (error) => error.outcome ?? String(error));
      ends.push({ id, begunAt, end });
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  };
  await Promise.all([hand(), hand(), hand(), hand()]);
  await gateway.close();
  console.log(JSON.stringify(ends));
`;

let built: Built;
beforeAll(async () => {
  built = await build();
}, 60_000);

it.skipIf(process.platform === 'win32')(
  'a bot that is stopped for longer than deadline and validity sends nothing late and is told no lie',
  async () => {
    const faults = { rate: 0.25, kinds: faultKinds, seed: baseSeed };
    const exchange = simulateExchange(mexcContract, {
      credentials,
      limits: false,
      faults,
      deduplicate: false,
    });
    const base = await exchange.listen();
    const flags = ['--input-type=module', '-e', program(base)];
    const bot = spawn(process.execPath, flags, { cwd: built.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(bot, 'exit');
    const isOver = exited.then(() => true);
    let printed = '';
    bot.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    const random = seeded(baseSeed + 31);
    while (!(await Promise.race([isOver, wait(100 + random() * 400)]))) {
      bot.kill('SIGSTOP');
      await wait(random() < 0.5 ? 500 : 1500);
      bot.kill('SIGCONT');
    }
    const ends: readonly { id: string; begunAt: number; end: string }[] = JSON.parse(printed);
    const told = ends.map(({ id, end }) => ({ id, end, executed: exchange.executions(id) }));
    expect(told.filter(({ executed }) => executed > 1)).toEqual([]);
    expect(told.filter(({ end, executed }) => end === (executed > 0 ? 'rejected' : 'done'))).toEqual([]);
    // An order bears the time at which it was sent.
    const late = ends.filter(({ id, begunAt }) =>
      exchange.log.some(
        ({ action, clientOrderId, timestamp = 0 }) =>
          action === 'order' && clientOrderId === id && timestamp > begunAt + validForMs + 100,
      ),
    );
    expect(late).toEqual([]);
    expect(ends).toHaveLength(orders);
    await exchange.close();
  },
  120_000,
);
