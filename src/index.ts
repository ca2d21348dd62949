// The public names of the package.
export { classify } from './answers/classify.ts';
export type { AttemptTrace } from './attempt-trace.ts';
export type { CallOptions, Describe } from './call-options.ts';
export { chainUp } from './catalog/chainup/index.ts';
export { defineExchange, extendExchange } from './catalog/define.ts';
export type { FailureRow, Row, RowDetails, SuccessRow, Table, TextCase } from './catalog/entry.ts';
export type { Envelope, EnvelopeSpec, FailureMark, ItemsShape, Reading } from './catalog/envelope.ts';
export type { Exchange, ExchangeSpec, Route, SigningExchange } from './catalog/exchange.ts';
export { ktx } from './catalog/ktx/index.ts';
export { lbankContract } from './catalog/lbank-contract/index.ts';
export type {
  CallWeight,
  CostRow,
  Limit,
  LimitChange,
  LimitChanges,
  LimitKey,
  LimitRef,
  Refill,
  RouteInfo,
  RouteMatch,
} from './catalog/limit.ts';
export type {
  HeaderNumber,
  LimitHeaders,
  ResetHeader,
  StatusRow,
  ToldUsage,
  UsageHeader,
  WaitSource,
} from './catalog/limit-signals.ts';
export { mexcContract } from './catalog/mexc-contract/index.ts';
export type { Namespace } from './catalog/namespace.ts';
export type { OrderRecord } from './catalog/order-record.ts';
export type {
  BatchRoute,
  ClientOrderId,
  DerivedValue,
  Expiry,
  LookupAnswer,
  LookupRoute,
  LookupTurn,
  Settle,
  Validity,
} from './catalog/order-rules.ts';
export { oxFun } from './catalog/ox-fun/index.ts';
export type { ParamRule, RefusalReason, Refusals, RefusalWords } from './catalog/refusals.ts';
export type {
  SocketExpiry,
  SocketProtocol,
  SocketUsage,
} from './catalog/socket.ts';
export type { SocketCommand, SocketGathering } from './catalog/socket-command.ts';
export type { SocketLogin, SocketToken } from './catalog/socket-login.ts';
export type { TimeField, TimeSource } from './catalog/time-source.ts';
export { rateLimitHeaders, usedHeader } from './catalog/usage.ts';
export type { Decision, Policies, Policy, PolicyContext } from './decision.ts';
export { ExchangeError, type ExchangeErrorOf, isExchangeError, UnknownOutcomeError } from './errors.ts';
export { explain } from './explain.ts';
export {
  type ClosedAtEnd,
  createGateway,
  type Gateway,
  type GatewayStats,
} from './gateway.ts';
export type {
  AttemptEvent,
  CallEvent,
  CallInfo,
  EventName,
  GatewayEvents,
  Listener,
  SettledEvent,
} from './gateway-events.ts';
export type { CloseOptions, EtaRequest, GatewayOptions } from './gateway-options.ts';
export {
  type AxiosLike,
  type GatewayAdapter,
  gatewayAdapter,
  interceptAxios,
} from './interceptors/axios/index.ts';
export type { ExchangeRequestInit } from './interceptors/fetch/fetch-request.ts';
export { type ExchangeFetch, interceptFetch } from './interceptors/fetch/index.ts';
export { interceptSocket } from './interceptors/socket/index.ts';
export type {
  SocketCallOptions,
  SocketCommandBody,
  SocketCommands,
  SocketOptions,
  SocketReply,
  SocketStats,
  WebSocketLike,
} from './interceptors/socket/types.ts';
export { type BackoffOptions, backoff, type Jitter } from './policies/backoff.ts';
export type { BreakerOptions } from './policies/breaker.ts';
export type { BudgetOptions } from './policies/budget.ts';
export { failFast, reconcile, refreshClock } from './policies/policy.ts';
export type { Ask, Finding, Question, ReconcileOptions } from './policies/reconcile.ts';
export { type ByClientOrderIdOptions, byClientOrderId } from './policies/reconcile.ts';
export type { Reason } from './reason.ts';
export type { Mismatch } from './redis/broadcasts.ts';
export type { SharedState } from './redis/membership.ts';
export type { RedisOptions } from './redis/options.ts';
export { type SharedIp, sharedIp } from './throttle/shared-ip.ts';
export type { ClockOptions } from './time/clock-options.ts';
export type {
  Category,
  Classification,
  Entry as CatalogEntry,
  Failure,
  FailureEntry,
  ItemResult,
  Outcome,
  OutgoingRequest,
  Phase,
  RawAnswer,
  Sign,
  Signature,
  SignContext,
  Success,
  SuccessEntry,
} from './types.ts';
