// Reads a body as each exchange would, and says how sure each reading is.

import type { Envelope } from '../catalog/envelope.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { fieldAt, isWrittenAs } from '../catalog/field.ts';
import type { Classification, RawAnswer } from '../types.ts';
import { classify } from './classify.ts';
import { parseBody } from './parse-body.ts';
import { envelopeOf, hasFailureMark, readFlag } from './read-envelope.ts';

/** How sure it is that an exchange speaks so: the surest first. */
export const ranks = ['listed', 'success', 'marked', 'bare', 'status'] as const;
/**
 * `listed`: a code of its table. `success`: its code of success. `marked`: its envelope, with a code that no table lists,
 * or none. `bare`: nothing of its envelope, but its good answers need none. `status`: nothing of it; the HTTP status
 * speaks.
 */
export type Rank = (typeof ranks)[number];

/** One exchange's reading of a body. */
export interface BodyReading {
  readonly exchange: Exchange;
  readonly transport: 'rest' | 'ws';
  readonly rank: Rank;
  /** Fields of its envelope that the body has. */
  readonly fields: number;
  readonly classification: Classification;
}

/** The HTTP answer that is asked about. */
export interface GivenAnswer extends Pick<RawAnswer, 'headers' | 'url' | 'method'> {
  readonly body: string;
  readonly status: number;
}

/** Reads an answer as an exchange would, over REST or WebSocket. @param judge for who knows more of the request */
export function readAs(
  exchange: Exchange,
  transport: 'rest' | 'ws',
  { status, ...given }: GivenAnswer,
  judge: (exchange: Exchange, answer: RawAnswer) => Classification = classify,
): BodyReading {
  const classification = judge(exchange, { ...given, transport, ...(transport === 'rest' && { status }) });
  const envelope = envelopeOf(exchange, transport);
  const parsed = parseBody(given.body);
  if (parsed.kind !== 'json') return { exchange, transport, rank: 'status', fields: 0, classification };
  const has = (paths: Envelope['code']): boolean =>
    paths.some((path) => fieldAt(parsed.value, path) !== undefined);
  const fields = [envelope.code, envelope.message, envelope.flags].filter(has).length;
  return {
    exchange,
    transport,
    rank: rankOf(envelope, parsed.value, classification),
    fields,
    classification,
  };
}

function rankOf(envelope: Envelope, value: object, classification: Classification): Rank {
  const flag = readFlag(envelope, value);
  const { items = [] } = classification;
  if (classification.ok) {
    const isNamed = envelope.code.some((path) =>
      envelope.ok.some((ok) => isWrittenAs(fieldAt(value, path), ok)),
    );
    if (isNamed) return 'success';
    return flag === undefined && !classification.items ? 'bare' : 'marked';
  }
  const isListed = items.some(({ category }) => category !== undefined && category !== 'unknown');
  if (classification.entry || isListed) return 'listed';
  const isMarked = classification.code !== undefined || flag !== undefined || hasFailureMark(envelope, value);
  return isMarked ? 'marked' : 'status';
}

/** The readings that none is surer than; empty where all rest on the HTTP status, or on no mark of an envelope. */
export function surest(readings: readonly BodyReading[]): readonly BodyReading[] {
  const rank = ranks.find((one) => readings.some((reading) => reading.rank === one));
  if (rank === undefined || rank === 'status' || rank === 'bare') return [];
  const first = readings.filter((reading) => reading.rank === rank);
  const most = Math.max(...first.map(({ fields }) => fields));
  const found = first.filter(({ fields }) => fields === most);
  // REST and WebSocket mostly speak alike: then REST stands for both.
  const overRest = new Set(found.filter(({ transport }) => transport === 'rest').map((one) => one.exchange));
  return found.filter(({ exchange, transport }) => transport === 'rest' || !overRest.has(exchange));
}
