// From the events of a gateway's calls to spans and metrics.
import type { CallEvent, Gateway } from '../internal.ts';
import { type CallFacts, failureAttributes } from './attributes.ts';
import type { Meters } from './meters.ts';
import { RouteNames } from './route-names.ts';
import type { CallSpans, Spans } from './spans.ts';

type Undo = () => void;
/** Calls under way, by their number. */
export type Calls = Map<number, CallSpans>;

/** Opens a call's spans at its first event and ends them at its last, which also drops all that is kept of it. */
export function followCalls(gateway: Gateway, spans: Spans, meters: Meters, calls: Calls): Undo[] {
  const names = new RouteNames(gateway.exchange);
  return [
    gateway.on('call', (event) => {
      const asker = event.lookUpFor === undefined ? undefined : calls.get(event.lookUpFor);
      calls.set(event.call, spans.startCall(factsOf(names, event), event, asker));
    }),
    gateway.on('sent', (event) => {
      const call = calls.get(event.call);
      if (call) spans.startAttempt(call, event);
    }),
    gateway.on('attempt', (event) => {
      const call = calls.get(event.call);
      if (!call) return;
      spans.endAttempt(call, event);
      meters.recordAttempt(call.facts, event);
    }),
    gateway.on('settled', (event) => {
      const call = calls.get(event.call);
      if (!call) return;
      calls.delete(event.call);
      const { attempt, facts } = call;
      spans.endCall(call, event);
      meters.recordCall(facts, event, attempt && event.endedAt - attempt.sentAt);
    }),
  ];
}

/** What happens to a call between its attempts: an event on its span, and a metric. */
export function followSteps(gateway: Gateway, spans: Spans, meters: Meters, calls: Calls): Undo[] {
  const note = (id: number, name: string, attributes: Record<string, string | number>): void => {
    const call = calls.get(id);
    if (call) spans.addEvent(call, name, attributes);
  };
  return [
    gateway.on('throttled', ({ call, waitedMs }) => {
      const waiting = calls.get(call);
      if (waiting) meters.recordWait(waiting.facts, waitedMs);
      note(call, 'exchange.throttled', { 'exchange.wait': waitedMs / 1000 });
    }),
    gateway.on('retry', ({ call, category, delayMs }) => {
      meters.countRetry(category);
      note(call, 'exchange.retry', { 'exchange.category': category, 'exchange.delay': delayMs / 1000 });
    }),
    gateway.on('paused', ({ call, pauseMs, code }) => {
      meters.recordPause(pauseMs);
      note(call, 'exchange.pause', { ...failureAttributes({ code }), 'exchange.pause': pauseMs / 1000 });
    }),
    gateway.on('reconcile', ({ call, result, asked }) => {
      meters.countReconciliation(result);
      note(call, 'exchange.reconcile', {
        'exchange.reconcile.result': result,
        'exchange.reconcile.asked': asked,
      });
    }),
    gateway.on('giveUp', ({ call, error }) => {
      note(call, 'exchange.give_up', { ...failureAttributes(error), 'exchange.reason': error.reason });
    }),
    gateway.on('observed', ({ call, decision }) => {
      note(call, 'exchange.observed', { 'exchange.decision': decision.action });
    }),
  ];
}

function factsOf(names: RouteNames, event: CallEvent): CallFacts {
  const { call, kind, transport, method, route, url, lookUpFor, clientOrderId } = event;
  const path = names.withoutIds(route, clientOrderId);
  const template = names.isName(path) ? path : undefined;
  const origin = url === undefined ? undefined : new URL(url);
  return { call, kind, transport, method, path, template, origin, lookUpFor };
}
