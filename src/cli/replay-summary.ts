// Writes the summary of a record for a person.

import type { ExchangeReport, Summary } from '../replay/report.ts';
import { count, duration, few, grouped, mostFirst } from '../replay/wording.ts';
import { findExchange, titleOf } from './names.ts';
import { type Field, fields, hang, headline, styled, wrap } from './text.ts';

const dayMs = 86_400_000;
/** Smaller numbers are no dates of our time but those of the record's own clock. */
const firstDateMs = 1e11;

/** What a record came to, for a person. */
export function summaryLines(name: string, summary: Summary): readonly string[] {
  const { lines, fromAt = 0, untilAt = 0, exchanges, moments } = summary;
  return [
    ...headline(`${name}: ${count(lines.requests, 'request')}${spanOf(fromAt, untilAt)}`),
    ...remarks(summary).flatMap((remark) => wrap(remark)),
    ...exchanges.flatMap((report) => ['', ...reportLines(report)]),
    ...(moments.total === 0 ? [] : ['', ...momentLines(summary)]),
  ];
}

/** What is doubtful about the record itself. */
function remarks({ lines }: Summary): readonly string[] {
  const { bad, firstBad, untimed, outOfOrder, otherEvents } = lines;
  const told: readonly (readonly [times: number, what: string])[] = [
    [untimed, 'without a time: each counts as coming with the line before.'],
    [outOfOrder, 'out of order: time stands still for them.'],
    [otherEvents, 'of other events passed over.'],
  ];
  return [
    ...(bad > 0 ? [`${count(bad, 'line')} could not be read:`] : []),
    ...firstBad.map(({ line, why }) => `line ${grouped(line)}: ${why}`),
    ...(bad > firstBad.length ? [`and ${grouped(bad - firstBad.length)} more`] : []),
    ...told.flatMap(([times, what]) => (times > 0 ? [`${count(times, 'line')} ${what}`] : [])),
  ];
}

function reportLines(report: ExchangeReport): readonly string[] {
  const { exchange, requests, good, failed, categories, unlisted } = report;
  const counted = `${count(requests, 'request')}, ${grouped(good)} good, ${grouped(failed)} failed`;
  const codes = unlisted.map(({ code, times }) => `${code}${times > 1 ? ` (${times} times)` : ''}`);
  const cameBack = mostFirst(categories).map(([category, times]) => [category, grouped(times)] as const);
  return [
    ...headline(`${titleOf(findExchange(exchange))}: ${counted}`),
    ...section('What came back', [...cameBack, ['In no table', few(codes, 10)]]),
    ...section('What the library would have done', decidedPairs(report)),
  ];
}

function section(title: string, pairs: readonly Field[]): readonly string[] {
  const shown = fields(pairs);
  return shown.length === 0 ? [] : ['', title, ...shown];
}

/** Noughts are left out. */
function decidedPairs({ decided, overLimits, ...report }: ExchangeReport): readonly Field[] {
  const limits = mostFirst(overLimits).map(([limit, times]) => `${limit} (${grouped(times)})`);
  const rows: readonly (readonly [label: string, times: number, noun: string, then: string])[] = [
    ['Sent again', decided.retried, '', ''],
    ['Clock refreshed', decided.clockRefreshed, '', ', then sent again'],
    ['Failed at once', decided.failedAtOnce, '', ''],
    ['Looked up', decided.lookedUp, '', ', since it may have been executed'],
    ['Outcome unknown', decided.outcomeUnknown, '', ', not sent again'],
    ['Given up', decided.exhausted, '', ', by attempts, budget or deadline'],
    ['Spared', decided.spared, 'refusal', ', by waiting'],
    ['Paused', report.pauses, 'time', `, ${duration(report.pausedMs)} in all`],
    ['Held back', report.heldBack, 'request', ', until a pause was over'],
    ['Waited for room', report.overLimit, 'request', `: ${few(limits, 5)}`],
    ['Breaker opened', report.breakerOpenings, 'time', ''],
    ['Kept at home', report.keptHome, 'write', ', by the open breaker'],
    ['Doubled?', report.sentAgainUnknown, 'order', ', sent again by the record in doubt'],
  ];
  return rows.map(([label, times, noun, then]) => {
    const counted = noun === '' ? grouped(times) : count(times, noun);
    return [label, times === 0 ? '' : counted + then];
  });
}

function momentLines({ moments, fromAt = 0, untilAt = 0, exchanges }: Summary): readonly string[] {
  const write = timeWriter(fromAt, untilAt);
  const { first, total } = moments;
  const isCut = total > first.length;
  return [
    styled('bold', `Notable moments, ${isCut ? `${grouped(first.length)} of ` : ''}${grouped(total)}`),
    ...first.flatMap(({ at, exchange, text }) =>
      hang(`  ${write(at)}  `, exchanges.length > 1 ? `${exchange}: ${text}` : text),
    ),
    ...(isCut ? [`More of them: --moments ${Math.min(total, 10_000)}`] : []),
  ];
}

/** Makes the function that writes the instants of a record: with the day only where it holds more than one. */
export function timeWriter(fromAt: number, untilAt: number): (at: number) => string {
  const dayOf = (at: number): number => Math.floor(at / dayMs);
  const hasDay = fromAt < firstDateMs ? untilAt >= dayMs : dayOf(fromAt) !== dayOf(untilAt);
  return (at) => (hasDay ? isoOf(at) : isoOf(at).replace(/^.* /, ''));
}

/** From when to when a record goes, for a headline; nothing for a clock of its own. */
function spanOf(fromAt: number, untilAt: number): string {
  if (fromAt < firstDateMs) return '';
  const until = timeWriter(fromAt, untilAt)(untilAt);
  return `, ${isoOf(fromAt)} to ${until} UTC`.replaceAll(/\.\d{3}/g, '');
}

function isoOf(at: number): string {
  return new Date(at).toISOString().slice(0, -1).replace('T', ' ');
}
