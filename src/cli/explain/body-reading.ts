// Reads a body as each exchange would, and says how sure each reading is.
import {
  type Classification,
  classify,
  type Envelope,
  type Exchange,
  hasFailureMark,
  parseBody,
  readField,
  readFlag,
} from '../../internal.ts';

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
export interface GivenAnswer {
  readonly body: string;
  readonly status: number;
}

export function readAs(
  exchange: Exchange,
  transport: 'rest' | 'ws',
  { body, status }: GivenAnswer,
): BodyReading {
  const classification = classify(exchange, { body, transport, ...(transport === 'rest' && { status }) });
  const envelope = (transport === 'ws' ? exchange.ws : undefined) ?? exchange.rest;
  const parsed = parseBody(body);
  if (parsed.kind !== 'json') return { exchange, transport, rank: 'status', fields: 0, classification };
  const { value } = parsed;
  const present = fieldsIn(envelope, value);
  return {
    exchange,
    transport,
    rank: rankOf(envelope, value, classification),
    fields: present,
    classification,
  };
}

function rankOf(envelope: Envelope, value: object, classification: Classification): Rank {
  const flag = readFlag(envelope, value);
  if (classification.ok) {
    const isNamed = envelope.code.some((path) => envelope.ok.includes(String(readField(value, path))));
    if (isNamed) return 'success';
    return flag === undefined && !classification.items ? 'bare' : 'marked';
  }
  if (
    classification.entry ||
    classification.items?.some(({ category }) => category !== undefined && category !== 'unknown')
  )
    return 'listed';
  const isMarked = classification.code !== undefined || flag !== undefined || hasFailureMark(envelope, value);
  return isMarked ? 'marked' : 'status';
}

function fieldsIn({ code, message, flags }: Envelope, value: object): number {
  return [code, message, flags].filter((paths) => paths.some((path) => readField(value, path) !== undefined))
    .length;
}

/** Whose words these are: the readings that none is surer than. */
export function surest(readings: readonly BodyReading[]): readonly BodyReading[] {
  const rank = ranks.find((one) => readings.some((reading) => reading.rank === one));
  if (rank === undefined || rank === 'status' || rank === 'bare') return [];
  const first = readings.filter((reading) => reading.rank === rank);
  const most = Math.max(...first.map(({ fields }) => fields));
  // REST and WebSocket mostly speak alike: then REST stands for both.
  return first
    .filter(({ fields }) => fields === most)
    .filter(
      ({ exchange, transport }, _, all) =>
        transport === 'rest' || !all.some((one) => one.transport === 'rest' && one.exchange === exchange),
    );
}
