// A day in numbers, from the exchange's log and from what the bot reported.
import type { LogEntry, SimulatedExchange } from 'exchange-interceptors/testing';
import type { Reported } from '../../tools/bots.ts';
import { midnight } from '../../tools/virtual-clock.ts';
import type { BotDay } from './day-data.ts';
import { ban, dayMs, hour, limit } from './scenario.ts';

export const binMs: number = hour / 6;

/** An order that the bot was asked for, and what it reported. */
export interface Asked {
  readonly at: number;
  readonly reported: Reported;
}

/** @param orders by their client order ids */
export function summary(
  name: string,
  exchange: SimulatedExchange,
  pauses: BotDay['pauses'],
  orders: ReadonlyMap<string, Asked>,
): BotDay {
  const sent = exchange.log.filter(({ action }) => action === 'order');
  const ids = [...orders.keys()];
  const count = (test: (id: string) => boolean): number => ids.filter(test).length;
  return {
    name,
    busiest: busiestPerBin(sent),
    asked: perBin([...orders.values()].map(({ at }) => at)),
    notPlaced: perBin(ids.filter((id) => exchange.executions(id) === 0).map((id) => orders.get(id)?.at ?? 0)),
    pauses: pauses.map(({ at, ms }) => ({ at: Math.round(at), ms: Math.round(ms) })),
    bans: bansOf(exchange.log),
    doubledAt: repeatedExecutions(sent),
    falselyFailedAt: ids.flatMap((id) => {
      const { at, reported } = orders.get(id) ?? { at: 0, reported: 'placed' };
      return reported === 'failed' && exchange.executions(id) > 0 ? [Math.round(at)] : [];
    }),
    totals: {
      orders: ids.length,
      requests: exchange.log.length,
      overLimit: exchange.log.filter(({ violations }) => violations.some((limitName) => limitName !== 'ban'))
        .length,
      duringBan: exchange.log.filter(({ violations }) => violations.includes('ban')).length,
      once: count((id) => exchange.executions(id) === 1),
      never: count((id) => exchange.executions(id) === 0),
      unknown: count((id) => orders.get(id)?.reported === 'unknown'),
    },
  };
}

function perBin(instants: readonly number[]): readonly number[] {
  const bins = new Array<number>(dayMs / binMs).fill(0);
  for (const at of instants) bins[binOf(at)] = (bins[binOf(at)] ?? 0) + 1;
  return bins;
}

/** What is asked for at the very end may arrive after midnight: it counts in the last bin. */
function binOf(at: number): number {
  return Math.min(dayMs / binMs - 1, Math.floor(at / binMs));
}

/** Of each bin the most orders that any window of the limit saw; a window belongs to the bin of its last request. */
function busiestPerBin(sent: readonly LogEntry[]): readonly number[] {
  const bins = new Array<number>(dayMs / binMs).fill(0);
  let first = 0;
  for (const [index, { at }] of sent.entries()) {
    while ((sent[first]?.at ?? at) <= at - limit.windowMs) first += 1;
    const bin = binOf(at - midnight);
    bins[bin] = Math.max(bins[bin] ?? 0, index - first + 1);
  }
  return bins;
}

/** From the refusal that led to a ban until it ended. */
function bansOf(log: readonly LogEntry[]): readonly { readonly from: number; readonly to: number }[] {
  const bans: { from: number; to: number }[] = [];
  let strikes = 0;
  for (const { at, violations } of log) {
    if (violations.length === 0 || violations.includes('ban')) continue;
    strikes += 1;
    if (strikes < ban.after) continue;
    strikes = 0;
    bans.push({ from: Math.round(at - midnight), to: Math.round(at - midnight + ban.forMs) });
  }
  return bans;
}

/** When an order was executed that stood already. */
function repeatedExecutions(sent: readonly LogEntry[]): readonly number[] {
  const seen = new Set<string | undefined>();
  return sent.flatMap(({ at, executed, clientOrderId }) => {
    if (!executed) return [];
    const again = seen.has(clientOrderId);
    seen.add(clientOrderId);
    return again ? [Math.round(at - midnight)] : [];
  });
}
