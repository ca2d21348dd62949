// Makes the spans of a gateway's calls.
import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { AttemptEvent, CallEvent, GatewayEvents, SettledEvent } from '../internal.ts';
import {
  answerAttributes,
  attemptAttributes,
  attemptName,
  type CallFacts,
  callAttributes,
  callName,
  errorType,
  settledAttributes,
} from './attributes.ts';

/** The spans of one call under way. */
export interface CallSpans {
  readonly facts: CallFacts;
  readonly span: Span;
  /** With the call's span in it. */
  readonly inside: Context;
  /** The wall clock minus the monotonic one, in milliseconds: read once per call, so that a step of it distorts no span. */
  readonly wallMs: number;
  /** The attempt in flight. */
  attempt: { readonly span: Span; readonly sentAt: number } | undefined;
}

/** One span for each call, and one below it for each request. */
export class Spans {
  readonly #tracer: Tracer;
  readonly #exchangeId: string;
  readonly #base: Attributes;

  constructor(tracer: Tracer, exchangeId: string, base: Attributes) {
    this.#tracer = tracer;
    this.#exchangeId = exchangeId;
    this.#base = base;
  }

  /**
   * Below the span that is active where the caller called; that of a look-up below the call whose order it looks up.
   * @param asker that call.
   */
  startCall(facts: CallFacts, { startedAt }: CallEvent, asker: CallSpans | undefined): CallSpans {
    const wallMs = Date.now() - performance.now();
    const outside = asker?.inside ?? context.active();
    const span = this.#tracer.startSpan(
      callName(this.#exchangeId, facts),
      {
        kind: SpanKind.INTERNAL,
        startTime: wallMs + startedAt,
        attributes: { ...this.#base, ...callAttributes(facts) },
      },
      outside,
    );
    return { facts, span, inside: trace.setSpan(outside, span), wallMs, attempt: undefined };
  }

  startAttempt(call: CallSpans, { attempt, sentAt }: GatewayEvents['sent']): void {
    const span = this.#tracer.startSpan(
      attemptName(call.facts),
      {
        kind: SpanKind.CLIENT,
        startTime: call.wallMs + sentAt,
        attributes: { ...this.#base, ...attemptAttributes(call.facts, attempt) },
      },
      call.inside,
    );
    call.attempt = { span, sentAt };
  }

  /** With the span of the attempt in flight in it, else with the call's. */
  innermost({ inside, attempt }: CallSpans): Context {
    return attempt ? trace.setSpan(inside, attempt.span) : inside;
  }

  endAttempt(call: CallSpans, event: AttemptEvent): void {
    const { span } = call.attempt ?? {};
    call.attempt = undefined;
    span?.setAttributes(answerAttributes(event));
    if (!event.ok) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end(call.wallMs + event.sentAt + event.elapsedMs);
  }

  /** Something that happened to a call between its attempts. */
  addEvent({ span, wallMs }: CallSpans, name: string, attributes: Attributes): void {
    span.addEvent(name, attributes, wallMs + performance.now());
  }

  endCall(call: CallSpans, event: SettledEvent): void {
    const { span, wallMs, attempt } = call;
    const endTime = wallMs + event.endedAt;
    // Cancelled in flight: how that request ended is not known.
    attempt?.span.setAttributes({ 'error.type': errorType(event) });
    attempt?.span.setStatus({ code: SpanStatusCode.ERROR });
    attempt?.span.end(endTime);
    span.setAttributes(settledAttributes(event));
    if (!event.ok) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endTime);
  }

  /** For a call whose end will not be seen, since the listening ends. */
  endUnfinished({ span, wallMs, attempt }: CallSpans): void {
    const endTime = wallMs + performance.now();
    attempt?.span.end(endTime);
    span.end(endTime);
  }
}
