// What the folders around the core (testing, ccxt, otel, diagnostics, cli, replay) may import of it. The linter refuses any other way in.

// Reading an answer: to its classification, or one header or item of it.

export { summarizeBatch } from './answers/batch-items.ts';
export { classify, classifyAs } from './answers/classify.ts';
export { isGoodStatus, meaningOfStatus, type StatusMeaning } from './answers/classify-status.ts';
export { findEntry } from './answers/find-entry.ts';
export { readHeader } from './answers/headers.ts';
export { parseHttpDate } from './answers/http-date.ts';
export { isArrayBuffer } from './answers/is-array-buffer.ts';
export { type BodyReading, type GivenAnswer, readAs, surest } from './answers/read-as.ts';
export { readServerTime } from './answers/server-time.ts';
export { findStatusRow } from './answers/status-row.ts';
export { toTransportError, UnsentError } from './answers/transport-error.ts';

// What may be said of one call, and what its attempts did.

export type { AttemptTrace } from './attempt-trace.ts';
export type { CallOptions } from './call-options.ts';

// What is known of exchanges: their definitions, rows, routes, order ids and envelopes.

export { readBatch } from './catalog/batch.ts';
export { exchanges, ofRoot } from './catalog/built-in.ts';
export { couldBeCode, isListed, nearestCode } from './catalog/codes.ts';
export {
  commandName,
  commandOf,
  commandUrl,
  isLogin,
  namePaths,
  requestFor,
  requestOf,
} from './catalog/command-of.ts';
export { defineExchange } from './catalog/define.ts';
export type { FailureRow, Row } from './catalog/entry.ts';
export type { Envelope, ItemsShape, Reading } from './catalog/envelope.ts';
export { parseExact, parseTexts, printExact, textOf } from './catalog/exact-json.ts';
export type { Exchange, ExchangeSpec, Route } from './catalog/exchange.ts';
export { readExpiry } from './catalog/expiry.ts';
export { lastStep, valueAt } from './catalog/field.ts';
export type { Limit, LimitRef, RouteInfo } from './catalog/limit.ts';
export { booksOf, costOf } from './catalog/limit-cost.ts';
export { checkCounting, limitShape, pathPattern } from './catalog/limit-shape.ts';
export type { RetryAfterSource, StatusRow } from './catalog/limit-signals.ts';
export { sizeOf } from './catalog/limit-size.ts';
export { lookUpFor, lookUpsFor, ownIdIn, turnsOf } from './catalog/look-up.ts';
export { idIn, marketIn, readClientOrderId } from './catalog/order-ids.ts';
export type { OrderRecord } from './catalog/order-record.ts';
export type { ClientOrderId, LookupAnswer, LookupRoute } from './catalog/order-rules.ts';
export { putMember } from './catalog/put-at.ts';
export {
  type ParamRule,
  type RefusalCodeTable,
  type RefusalReason,
  type RefusalWords,
  refusalReasons,
} from './catalog/refusals.ts';
export { lazyParams, noParams, type RequestParams } from './catalog/request-params.ts';
export { fitsPath, isRead, matchesRoute, type RouteReader, routeReader } from './catalog/routes.ts';
export { rowsOf, withDetails } from './catalog/rows.ts';
export { readSentOrder, type SentOrder } from './catalog/sent-order.ts';
export { overSocket, type SocketProtocol } from './catalog/socket.ts';
export type { SocketCommand } from './catalog/socket-command.ts';
export type { TimeField } from './catalog/time-source.ts';

// What a gateway shows: itself, its errors and its events.

export { type ExchangeError, isExchangeError } from './errors.ts';
export { eventNames, wrapCalls } from './events.ts';
export { createGateway, type Gateway } from './gateway.ts';
export type {
  AttemptEvent,
  CallEvent,
  EventName,
  GatewayEvents,
  Listener,
  SettledEvent,
} from './gateway-events.ts';

// For clients that send through a fetch, and for those that read bodies themselves.

export { type ExchangeFetch, interceptFetch } from './interceptors/fetch/index.ts';
export { carriedThrough, isCarriedThrough } from './interceptors/fetch/reentry-guard.ts';
export { readBytes, readStream } from './interceptors/read-bytes.ts';
export { toReply } from './interceptors/socket/reply-answer.ts';

// Checks of options by their tables, and the words of the errors.

export { checkGateway } from './options/check-gateway.ts';
export { bad, badSecret, isObject, type Place } from './options/check-value.ts';
export { isPromise } from './options/is-promise.ts';
export {
  alsoCalled,
  duration,
  flag,
  func,
  list,
  none,
  number,
  object,
  oneOf,
  only,
  pattern,
  record,
  required,
  secret,
  text,
  union,
  withDefault,
} from './options/kinds.ts';
export { type Kind, resolve, type Shape } from './options/shape.ts';
export { both, didYouMean, either, suggest } from './options/suggest.ts';

// What attempts say, without what they must not.

export { redactCodes } from './pipeline/redact-codes.ts';

// The decisions of a gateway, for what explains them.

export { describeDecision } from './policies/describe-decision.ts';
export type { Reason } from './reason.ts';

// For texts that may hold keys or signatures.

export { redact, redactPath, secretsOf, secretsOfBody } from './redact.ts';

// The limits and pauses of a gateway, for what replays them.

export { Limits } from './throttle/limits.ts';

// The exchange's clock.

export { Clock } from './time/clock.ts';
export { type ClockSample, isLikelyTime } from './time/clock-sample.ts';

// What a client implements.

export { type Answer, type OwnRequest, type TransportCall, unread } from './transport/call.ts';

// The types that all of these share.

export {
  type Category,
  type Classification,
  categories,
  type Entry,
  type Failure,
  type HeadersLike,
  type ItemResult,
  type Outcome,
  type OutgoingRequest,
  type RouteKind,
  routeKinds,
  type Sign,
  type Signature,
} from './types.ts';
