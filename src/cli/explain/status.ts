// Explains an HTTP status: what an answer of an exchange means that has no code.
import { type Category, classify, describeDecision, type Exchange } from '../../internal.ts';
import { duration } from '../../replay/wording.ts';
import type { Report } from '../command.ts';
import { titleOf } from '../names.ts';
import { factLines, stands } from './facts.ts';

/** One answer under the status. */
interface StatusCase {
  readonly html?: boolean;
  readonly text?: string;
  readonly category: Category;
  readonly outcome: 'rejected' | 'unknown';
  readonly waitMs?: number;
}

/** Whether it is the status of a failure. */
export function isFailedStatus(text: string): boolean {
  return /^[45]\d\d$/.test(text);
}

/** The cases that the exchange publishes, then what any other answer means: of several that fit one, the first counts. */
export function explainStatus(exchange: Exchange, status: number): Report {
  const value = casesOf(exchange, status).map((one) => ({
    exchange: exchange.id,
    status,
    ...one,
    whatWeDo: describeDecision(exchange, { code: undefined, ...one }),
  }));
  const meanings = value.map(({ html, text, category, outcome, waitMs, whatWeDo }) => ({
    title: `${titleOf(exchange)}: HTTP ${status}${html ? ' with an HTML page' : ''}`,
    text: text === undefined ? 'No code: the HTTP status of an answer that has none.' : `"${text}"`,
    facts: [
      ['Category', category],
      ['May an order stand?', stands[outcome]],
      ['Documented wait', waitMs === undefined ? undefined : duration(waitMs)],
      ['What we do', whatWeDo],
    ] as const,
  }));
  return { value, lines: factLines(meanings) };
}

function casesOf(exchange: Exchange, status: number): readonly StatusCase[] {
  const published = exchange.statuses.filter((row) => row.status === status);
  const isKnown = (isPage: boolean): boolean =>
    published.some(({ html = isPage, text }) => text === undefined && html === isPage);
  const plain = isKnown(false) ? [] : caseOf(exchange, status, '');
  const page = isKnown(true) ? [] : caseOf(exchange, status, '<html>');
  const isAlike = JSON.stringify(plain) === JSON.stringify(page);
  return [...published, ...(isAlike ? [] : page.map((one) => ({ ...one, html: true }))), ...plain];
}

function caseOf(exchange: Exchange, status: number, body: string): readonly StatusCase[] {
  const read = classify(exchange, { status, body });
  return read.ok || read.outcome === 'partial' ? [] : [{ category: read.category, outcome: read.outcome }];
}
