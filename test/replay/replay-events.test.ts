import { describe, expect, it } from 'vitest';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { createGateway } from '../../src/gateway.ts';
import { interceptFetch } from '../../src/interceptors/fetch/index.ts';
import type { Summary } from '../../src/replay/report.ts';
import { cli } from '../cli/support.ts';

const orders = 'https://contract.mexc.com/api/v1/private/order/submit';
const ticker = 'https://contract.mexc.com/api/v1/contract/ticker';
const failing = (code: number): Response => Response.json({ success: false, code, message: 'x' });

/** A bot's day behind a gateway that only observes, and what its listeners wrote down. */
async function observedDay(events: readonly ('attempt' | 'observed')[]): Promise<string> {
  const answers = [
    Response.json({ success: true, code: 0 }),
    failing(510),
    failing(2005),
    failing(513),
    failing(500),
    failing(7777),
  ];
  let at = Date.UTC(2026, 0, 5);
  const lines: string[] = [];
  const gateway = createGateway({ exchange: mexcContract, mode: 'observe' });
  for (const name of events) {
    gateway.on(name, (event) => {
      at += 60_000;
      lines.push(`${JSON.stringify({ at, ...event })}\n`);
    });
  }
  const send = interceptFetch(gateway, async () => {
    const answer = answers.shift();
    if (answer) return answer;
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) });
  });
  for (const url of [ticker, ticker, orders, orders, orders, orders])
    await send(url, { method: url === orders ? 'POST' : 'GET', body: url === orders ? '{}' : null });
  await send(orders, { method: 'POST', body: '{"externalOid":"my-1"}' }).catch(() => undefined);
  await gateway.close();
  return lines.join('');
}

async function replayed(stdin: string): Promise<Summary> {
  return JSON.parse((await cli(['replay', '-', '--exchange', 'mexc', '--json'], { stdin })).out);
}

describe('the events of a gateway that observes', () => {
  it('written down by a listener of "attempt", replay to what the gateway itself would have decided', async () => {
    const { lines, exchanges } = await replayed(await observedDay(['attempt']));
    expect(lines).toMatchObject({ requests: 7, bad: 0, otherEvents: 0 });
    expect(exchanges).toMatchObject([
      {
        requests: 7,
        good: 1,
        categories: { 'rate-limit': 1, funds: 1, timestamp: 1, server: 1, unknown: 1, network: 1 },
        decided: { retried: 1, failedAtOnce: 1, clockRefreshed: 1, outcomeUnknown: 3 },
        unlisted: [{ code: '7777', times: 1 }],
        pauses: 1,
      },
    ]);
  });

  it('written down by a listener of "observed", tell of the failures', async () => {
    const all = await replayed(await observedDay(['attempt']));
    const { lines, exchanges } = await replayed(await observedDay(['observed']));
    expect(lines).toMatchObject({ requests: 6, bad: 0 });
    expect(exchanges[0]).toMatchObject({ good: 0, failed: 6, decided: all.exchanges[0]?.decided });
  });

  it('written down by both, count once', async () => {
    const all = await replayed(await observedDay(['attempt']));
    const both = await replayed(await observedDay(['attempt', 'observed']));
    expect(both.lines).toMatchObject({ requests: 7, otherEvents: 6, bad: 0 });
    expect(both.exchanges[0]?.decided).toEqual(all.exchanges[0]?.decided);
    expect(both.exchanges[0]?.categories).toEqual(all.exchanges[0]?.categories);
  });
});
