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
export interface Reading {
  readonly exchange: Exchange;
  readonly transport: 'rest' | 'ws';
  readonly rank: Rank;
  /** Fields of its envelope that the body has. */
  readonly fields: number;
  readonly verdict: Classification;
}

/** The HTTP answer that somebody asks about. */
export interface Said {
  readonly body: string;
  readonly status: number;
}

export function readAs(exchange: Exchange, transport: 'rest' | 'ws', { body, status }: Said): Reading {
  const verdict = classify(exchange, { body, transport, ...(transport === 'rest' && { status }) });
  const envelope = (transport === 'ws' ? exchange.ws : undefined) ?? exchange.rest;
  const parsed = parseBody(body);
  if (parsed.kind !== 'json') return { exchange, transport, rank: 'status', fields: 0, verdict };
  const { value } = parsed;
  const present = fieldsIn(envelope, value);
  return { exchange, transport, rank: rankOf(envelope, value, verdict), fields: present, verdict };
}

function rankOf(envelope: Envelope, value: object, verdict: Classification): Rank {
  const flag = readFlag(envelope, value);
  if (verdict.ok) {
    const isNamed = envelope.code.some((path) => envelope.ok.includes(String(readField(value, path))));
    if (isNamed) return 'success';
    return flag === undefined && !verdict.items ? 'bare' : 'marked';
  }
  if (
    verdict.entry ||
    verdict.items?.some(({ category }) => category !== undefined && category !== 'unknown')
  )
    return 'listed';
  const isMarked = verdict.code !== undefined || flag !== undefined || hasFailureMark(envelope, value);
  return isMarked ? 'marked' : 'status';
}

function fieldsIn({ code, message, flags }: Envelope, value: object): number {
  return [code, message, flags].filter((paths) => paths.some((path) => readField(value, path) !== undefined))
    .length;
}

/** Whose words these are: the readings that none is surer than. */
export function surest(readings: readonly Reading[]): readonly Reading[] {
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
