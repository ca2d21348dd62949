/** An exchange in a process, for tests: `exchange-interceptors/testing`. */
export type { AdapterConfig } from './adapter-request.ts';
export type {
  Action,
  Call,
  DialectRoute,
  OwnDialect as Dialect,
  RefusalAnswer as Failure,
  Usage,
} from './dialect.ts';
export { dialects } from './dialects/index.ts';
export {
  type FailNextOptions,
  type Fault,
  type FaultKind,
  type FaultMatch,
  type FaultPattern,
  type FaultTable,
  type FaultTarget,
  faultKinds,
} from './faults.ts';
export type { Json } from './json.ts';
export type { SimLimit, WindowKind } from './limit-counters.ts';
export type { LogEntry } from './log-entry.ts';
export type { MswHttp } from './msw-handlers.ts';
export type { OrderTally } from './order-tally.ts';
export type { Refusal } from './refusal.ts';
export type {
  AmendRequest,
  ItemReply,
  OrderRef,
  PlaceRequest as OrderRequest,
  Reply,
  SimOrder,
} from './reply.ts';
export type { Credentials, Delivery, SimAnswer, SimRequest } from './sim-request.ts';
export { simulateExchange } from './simulate-exchange.ts';
export type { SimulateOptions } from './simulate-options.ts';
export type { AdapterResponse, SimulatedAdapter } from './simulated-adapter.ts';
export type { SimulatedExchange } from './simulated-exchange.ts';
export {
  type SocketFault,
  type SocketFaultKind,
  type SocketFaultTable,
  socketFaultKinds,
} from './socket/faults.ts';
export type {
  AttachOptions,
  ServerSocket,
  SimulatedSockets,
  SocketLogEntry,
  SocketServer,
} from './socket/types.ts';
