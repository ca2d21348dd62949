// What a client implements, so that the pipeline can carry its calls.

import type { CallOptions } from '../call-options.ts';
import type { ClockSample } from '../time/clock-sample.ts';
import type { Classification, HeadersLike, OutgoingRequest, Sign } from '../types.ts';
import type { Abortable } from './abortable.ts';

/** Stands for a body that must not be read on the way: a stream, or none at all. */
export const unread: unique symbol = Symbol('unread');

/** Stands for the base of a client that takes relative addresses and alone knows what they are relative to. */
export const noBase = 'http://base.invalid';

/** An address as its client takes it: without `noBase`. */
export function withoutNoBase(url: string): string {
  return url.startsWith(noBase) ? url.slice(noBase.length) : url;
}

/** An answer, whatever its status. */
export interface Answer {
  /** Undefined for a reply over WebSocket. */
  readonly status: number | undefined;
  /** How it travelled. @default 'rest' */
  readonly transport?: 'rest' | 'ws';
  /** The answer's headers. */
  readonly headers: HeadersLike;
  /** Text, bytes, a parsed value, or `unread`. */
  readonly body: unknown;
  /** The body's text, where `body` is what was parsed of it and the client still has the text. */
  readonly text?: () => string;
  /** What the client hands on: an axios response, or a `Response`. */
  readonly native: unknown;
  /** The caller's `validateStatus` took a status that is no success. */
  readonly accepted?: boolean;
  /** What the client itself would reject with, good answer or not. */
  readonly refusal?: unknown;
  /** What it means, where its client had to find that out in order to tell it from other answers. */
  readonly judged?: Classification;
  /** Where a redirect pointed that was not followed on our account, by `withoutQuery`. Left out where the caller wanted none. */
  readonly redirectedTo?: string | undefined;
}

/** An address as it may be printed: a query can hold a signature. */
export function withoutQuery(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? '';
}

/** What signing made of a request. */
export interface Signed {
  /** With the query that is sent. */
  readonly url: string;
  /** Added to the request's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** Replaces the body. */
  readonly body: string | undefined;
}

/** A request of ours, for the exchange's time and for look-ups. */
export interface OwnRequest {
  /** Upper case. */
  readonly method: string;
  /** With its query. */
  readonly url: string;
  /** By their names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: it has none. */
  readonly body: string | undefined;
}

/** What an interceptor gives to the gateway: one call, and the ways of its client. */
export interface TransportCall {
  /** Upper case. */
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** What the caller said of this call. */
  readonly options: CallOptions;
  /** Whether the body can be sent twice. */
  readonly replayable: boolean;
  /** Why it is sent once, as a sentence. @default its body is a stream */
  readonly sentOnceSince?: string;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** With whose end it ends, if it only waits. @default the gateway's alone */
  readonly client?: object;
  /** The axios config, for errors. */
  readonly config: object | undefined;
  /** A request of ours, a look-up say: no panic drops it, and it counts for no call of the user's. */
  readonly isOwn?: boolean;
  /** A request of ours that says nothing of any call: no event, budget or breaker hears of it, and the gateway's end waits for none. */
  readonly isSilent?: boolean;
  /** The call whose order it looks up. */
  readonly lookUpFor?: number;
  /** Why `sign` cannot be given its body, as a sentence: an empty one in its place would be signed for another request. */
  readonly unsignable?: () => string | undefined;
  /** The request as it will be sent, unsigned; a fresh copy. Never throws. */
  readonly describe: () => OutgoingRequest;
  /** Resolves for every status, rejects only without an answer. */
  readonly send: (signed: Signed | undefined, flight: Abortable) => Promise<Answer>;
  /** Sends a request of ours by the client's own way. The answer's body is the text as it came. */
  readonly own: (request: OwnRequest, signal: AbortSignal) => Promise<Answer>;
  /** What signing put elsewhere for it, a log-in say, and must not be printed. */
  readonly secrets?: () => readonly string[];
  /**
   * Whether a copy may stand in a buffer that empties at an unknown time: then no absence is believed, whatever the exchange
   * says of stamps. @default never
   */
  readonly mayArriveLate?: () => boolean;
  /** Why requests of ours cannot be sent for this call, as a sentence. @default they can */
  readonly ownUnavailable?: string | undefined;
  /** An answer made of a body that was found out: JSON text as it came, so that long numbers keep their digits, or a value. */
  readonly fromBody: (body: unknown) => Answer;
  /** What an abort rejects with before anything was sent. */
  readonly canceled: (reason: unknown) => unknown;
  /** How many orders a batch holds, where the client knows. @default 1 */
  readonly items?: number;
  /** Units of limits by their names, where the client knows them. What the caller says of the call goes before. */
  readonly units?: Readonly<Record<string, number>> | undefined;
  /** Resolves when the client can send; undefined if it can now. Asked before every attempt, and again after every wait. */
  readonly ready?: () => Promise<void> | undefined;
  /** What kept the client from sending so far: the cause of a call that waited for it in vain. */
  readonly obstacle?: () => Error | undefined;
  /** Whether its retries are paid for out of the budget that all calls share. @default true */
  readonly spendsBudget?: boolean;
  /**
   * Makes what is sent, in place of the gateway's `sign`, which it gets where the call is to be signed and there is one.
   */
  readonly sign?: (own: Sign | undefined) => Sign;
  /** Whether `sign` leaves what the caller signed as it is, however often it is asked. @default false */
  readonly keepsBytes?: boolean;
  /** Makes a look-up's signature, where the client's own keys sign. @default as any request of ours */
  readonly signLookUp?: (request: OwnRequest) => Sign;
  /** Begins a new session where this code says that the old one is over. */
  readonly renew?: (code: string) => boolean;
  /** The exchange's time, where the client knows it without a request. */
  readonly time?: () => ClockSample | undefined;
}
