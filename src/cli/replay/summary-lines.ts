// Writes the summary of a record for a person.
import { exchanges } from '../../internal.ts';
import { titleOf } from '../names.ts';
import { fields, hang, wrap } from '../text/layout.ts';
import { count, duration, grouped } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import type { ExchangeReport } from './counts.ts';
import type { Summary } from './session.ts';
import { spanOf, timeWriter } from './times.ts';

/** What a record came to, for a person. */
export function summaryLines(name: string, summary: Summary, paint: Paint): readonly string[] {
  const { lines, fromAt, untilAt, moments } = summary;
  const span = fromAt === undefined || untilAt === undefined ? '' : spanOf(fromAt, untilAt);
  return [
    ...wrap(`${name}: ${count(lines.requests, 'request')}${span}`).map((line) => paint('bold', line)),
    ...remarks(summary).flatMap((remark) => wrap(remark)),
    ...summary.exchanges.flatMap((report) => ['', ...reportLines(report, paint)]),
    ...(moments.total === 0 ? [] : ['', ...momentLines(summary, paint)]),
  ];
}

/** What is doubtful about the record itself. */
function remarks({ lines }: Summary): readonly string[] {
  const { bad, firstBad, untimed, outOfOrder, otherEvents } = lines;
  return [
    ...(bad > 0 ? [`${count(bad, 'line')} could not be read:`] : []),
    ...firstBad.map(({ line, why }) => `line ${grouped(line)}: ${why}`),
    ...(bad > firstBad.length ? [`and ${grouped(bad - firstBad.length)} more`] : []),
    ...(untimed > 0
      ? [`${count(untimed, 'line')} without a time: each counts as coming with the line before.`]
      : []),
    ...(outOfOrder > 0 ? [`${count(outOfOrder, 'line')} out of order: time stands still for them.`] : []),
    ...(otherEvents > 0 ? [`${count(otherEvents, 'line')} of other events passed over.`] : []),
  ];
}

function reportLines(report: ExchangeReport, paint: Paint): readonly string[] {
  const exchange = exchanges.find(({ id }) => id === report.exchange);
  const title = exchange ? titleOf(exchange) : report.exchange;
  const { requests, good, failed } = report;
  return [
    paint(
      'bold',
      `${title}: ${count(requests, 'request')}, ${grouped(good)} good, ${grouped(failed)} failed`,
    ),
    ...optional('What came back', categoryPairs(report), paint),
    ...optional('What the library would have done', decidedPairs(report), paint),
  ];
}

type Pairs = readonly (readonly [label: string, value: string])[];

function optional(title: string, pairs: Pairs, paint: Paint): readonly string[] {
  const shown = pairs.filter(([, value]) => value !== '');
  return shown.length === 0 ? [] : ['', title, ...fields(shown, paint)];
}

function categoryPairs({ categories, unlisted }: ExchangeReport): Pairs {
  const codes = unlisted
    .slice(0, 10)
    .map(({ code, times }) => `${code}${times > 1 ? ` (${times} times)` : ''}`);
  return [
    ...Object.entries(categories)
      .sort(([, a], [, b]) => b - a)
      .map(([category, times]) => [category, grouped(times)] as const),
    ['In no table', codes.join(', ') + (unlisted.length > 10 ? ` and ${unlisted.length - 10} more` : '')],
  ];
}

/** Noughts are left out. */
function decidedPairs(report: ExchangeReport): Pairs {
  const { decided } = report;
  const some = (number: number, text = ''): string => (number === 0 ? '' : `${grouped(number)}${text}`);
  const counted = (number: number, noun: string, text = ''): string =>
    number === 0 ? '' : count(number, noun) + text;
  const limits = Object.entries(report.overLimits).sort(([, a], [, b]) => b - a);
  const shown = limits.slice(0, 5).map(([limit, times]) => `${limit} (${grouped(times)})`);
  const rest = limits.length > 5 ? ` and ${limits.length - 5} more` : '';
  return [
    ['Sent again', some(decided.retried)],
    ['Clock refreshed', some(decided.clockRefreshed, ', then sent again')],
    ['Failed at once', some(decided.failedAtOnce)],
    ['Looked up', some(decided.lookedUp, ', since it may have been executed')],
    ['Outcome unknown', some(decided.outcomeUnknown, ', not sent again')],
    ['Given up', some(decided.exhausted, ', by attempts, budget or deadline')],
    ['Spared', counted(decided.spared, 'refusal', ', by waiting')],
    ['Paused', counted(report.pauses, 'time', `, ${duration(report.pausedMs)} in all`)],
    ['Held back', counted(report.heldBack, 'request', ', until a pause was over')],
    ['Waited for room', counted(report.overLimit, 'request', `: ${shown.join(', ')}${rest}`)],
    ['Breaker opened', counted(report.breakerOpenings, 'time')],
    ['Kept at home', counted(report.keptHome, 'write', ', by the open breaker')],
    ['Doubled?', counted(report.sentAgainUnknown, 'order', ', sent again by the record in doubt')],
  ];
}

function momentLines(
  { moments, fromAt, untilAt, exchanges: reports }: Summary,
  paint: Paint,
): readonly string[] {
  const write = timeWriter(fromAt ?? 0, untilAt ?? 0);
  const isMixed = reports.length > 1;
  const { first, total } = moments;
  const shown = total > first.length ? `${grouped(first.length)} of ${grouped(total)}` : grouped(total);
  return [
    paint('bold', `Notable moments, ${shown}`),
    ...first.flatMap(({ at, exchange, text }) =>
      hang(`  ${write(at)}  `, isMixed ? `${exchange}: ${text}` : text),
    ),
    ...(total > first.length ? [`More of them: --moments ${Math.min(total, 10_000)}`] : []),
  ];
}
