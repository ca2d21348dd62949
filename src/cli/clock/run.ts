// Tells how far this machine's clock is off the exchange's.
import { failed, misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { findExchange } from '../names.ts';
import { print, printJson } from '../terminal.ts';
import { wholeNumber } from '../whole-number.ts';
import { clockLines } from './clock-lines.ts';
import { readClock } from './read-clock.ts';
import { timeUrl } from './time-url.ts';

/** `clock` */
export async function run({ words, values }: Arguments, context: Context): Promise<number> {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0)
    throw misused('clock takes one exchange, such as: clock mexc-contract.');
  const exchange = findExchange(name);
  const samples = wholeNumber('samples', values['samples'], { min: 1, max: 20, otherwise: 5 });
  const url = timeUrl(exchange, values['host'], values['path']);
  const { terminal, paint, json } = context;
  const asked = await readClock(exchange, url, samples, terminal.fetch);
  if (asked.reading === undefined)
    throw failed(`${url.origin} told no time: ${asked.why}.`, `It was asked for ${url.pathname}.`);
  const { reading, good } = asked;
  if (json)
    printJson(terminal.stdout, {
      exchange: exchange.id,
      url: url.href,
      ...reading,
      samples: good,
      asked: samples,
    });
  else print(terminal.stdout, clockLines(exchange, url, reading, { good, samples }, paint));
  return 0;
}
