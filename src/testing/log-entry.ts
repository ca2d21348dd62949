// The log of a simulated exchange.
import type { Action, Call } from './dialect.ts';
import type { DraftAnswer } from './distort.ts';
import type { FaultKind } from './faults.ts';

/** One request as the exchange saw it. A member that has nothing to say is absent. */
export interface LogEntry {
  /** When it arrived, in milliseconds since 1970 on the simulator's `now`. */
  readonly at: number;
  /** Upper case. */
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** What the route does; absent for one that the exchange does not have. */
  readonly action?: Action;
  /** The client order id that it names; of a batch the first. */
  readonly clientOrderId?: string;
  /** What the request says the time is, in milliseconds since 1970. */
  readonly timestamp?: number;
  /** Only where credentials were given and the route is a signed one. */
  readonly signatureOk?: boolean;
  /** What was answered, or would have been if the answer had not been lost. 0: it never arrived. 101: over WebSocket. */
  readonly status: number;
  /** The code of a refusal; of a batch the first item's that failed. */
  readonly code?: string;
  /** Whether a write took effect. */
  readonly executed: boolean;
  /** The fault that was played, if any. */
  readonly fault?: FaultKind;
  /** Names of the limits that it broke; `ban` for a request during a ban. */
  readonly violations: readonly string[];
}

export interface RequestFacts {
  readonly at: number;
  readonly clientOrderId: string | undefined;
  readonly timestamp: number | undefined;
  readonly signatureOk: boolean | undefined;
  readonly fault: FaultKind | undefined;
  readonly violations: readonly string[];
}

export function logEntry(call: Call, draft: DraftAnswer, seen: RequestFacts): LogEntry {
  const { clientOrderId, timestamp, signatureOk, fault } = seen;
  return {
    at: seen.at,
    method: call.method,
    path: call.path,
    query: call.query,
    ...(call.route ? { action: call.route.action } : {}),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(signatureOk === undefined ? {} : { signatureOk }),
    status: draft.status,
    ...(draft.code === undefined ? {} : { code: draft.code }),
    executed: draft.executed,
    ...(fault === undefined ? {} : { fault }),
    violations: seen.violations,
  };
}

/** A command over WebSocket and what came of it. */
export interface CommandFacts {
  readonly command: { readonly name: string; readonly clientOrderId: string | undefined };
  readonly outcome: { readonly code?: string | undefined; readonly executed: boolean };
  readonly at: number;
  readonly violations: readonly string[];
}

export function socketEntry({ command, outcome, at, violations }: CommandFacts): LogEntry {
  const { name, clientOrderId } = command;
  return {
    at,
    method: 'WS',
    path: `/${name}`,
    query: '',
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    status: 101,
    ...(outcome.code === undefined ? {} : { code: outcome.code }),
    executed: outcome.executed,
    violations,
  };
}
