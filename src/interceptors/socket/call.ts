// The call of one command: what the gateway carries, and what the attempts of it share.

import type { CallOptions } from '../../call-options.ts';
import { requestFor } from '../../catalog/command-of.ts';
import { whenSigned } from '../../catalog/hmac.ts';
import { readClientOrderId } from '../../catalog/order-ids.ts';
import { parameterText } from '../../catalog/put-parameter.ts';
import type { Answer, TransportCall } from '../../transport/call.ts';
import type { OutgoingRequest, Sign, Signature, SignContext } from '../../types.ts';
import { baseCall } from './base-call.ts';
import { encode, keepsBytes, stamped, stampedHeaders, withMember, withOwnId, withStamp } from './encode.ts';
import type { Login } from './login.ts';
import { elementsOf, type ParsedCommand } from './parse-command.ts';
import { toAnswer } from './reply-answer.ts';
import { collectorOf, type ElementResult, type ReplyCollector } from './reply-collector.ts';
import { Turn } from './serial-lock.ts';
import type { SocketSession } from './session.ts';
import { UnansweredError } from './web-socket.ts';

/** Traits of a command that is not sent for the caller. */
export type CallTraits = Pick<TransportCall, 'isOwn' | 'spendsBudget'>;

const unsigned =
  "the gateway's `sign` signs no commands: for a request with method 'WS' it returns the command, signed, as `body`";

export class CommandCall {
  readonly call: TransportCall;
  readonly parsed: ParsedCommand;
  readonly #session: SocketSession;
  readonly #login: Login;
  readonly #isPrivate: boolean;
  readonly #needsLogin: boolean;
  readonly #turn: Turn;
  /** Of the last attempt. */
  #collector: ReplyCollector | undefined;
  /** The payload of the last attempt: with the id that was made up for it, and its time. */
  #sentBody: string | undefined;
  /** The log-in under which the last attempt was sent. */
  #loginVersion = 0;
  /** Copies that may still arrive. */
  #onTheWay = 0;
  #isRenewed = false;

  constructor(
    session: SocketSession,
    login: Login,
    parsed: ParsedCommand,
    options: CallOptions,
    signal: AbortSignal | undefined,
    traits: CallTraits = {},
  ) {
    this.#session = session;
    this.#login = login;
    this.parsed = parsed;
    this.#turn = new Turn(session.lock);
    const { name, rule, elements, body } = parsed;
    this.#isPrivate = options.signed ?? rule.signed ?? true;
    const { token } = session.protocol;
    const hasToken = token !== undefined && parameterText({ path: '', body }, token.param) !== undefined;
    this.#needsLogin = !hasToken && login.isNeeded(this.#isPrivate);
    this.call = {
      ...traits,
      ...baseCall(session, name, body, parsed),
      options,
      ...(elements && elements.length > 1 && { items: elements.length }),
      signal,
      keepsBytes: keepsBytes(session.protocol, rule),
      sign: (own) => (request, context) => this.#sign(request, context, own),
      send: (signed) => this.#send(signed?.body ?? encode(session.protocol, parsed, body)),
      secrets: () => login.secrets,
      mayArriveLate: () => this.#onTheWay > 0,
      ready: () => (this.#isReady() ? undefined : this.#untilReady()),
      renew: (code) => this.#renew(code),
    };
  }

  /** What is known of each element after the last attempt; undefined where nothing is, or one reply is for all. */
  get results(): readonly ElementResult[] | undefined {
    const collected = this.#collector?.collected(false);
    return collected && 'results' in collected ? collected.results : undefined;
  }

  /** To be called when the call is over: later replies are not its own any more. */
  end(): void {
    this.#turn.end();
  }

  get #isLoggedIn(): boolean {
    return !this.#needsLogin || this.#login.isIn();
  }

  get #mayRepeat(): boolean {
    return this.parsed.rule.kind === 'read';
  }

  #isReady(): boolean {
    const { connection } = this.#session;
    return (
      connection.isOpen && !connection.isStalled && this.#isLoggedIn && this.#turn.isMine(this.#mayRepeat)
    );
  }

  async #untilReady(): Promise<void> {
    const { connection, settings } = this.#session;
    while (!this.#turn.isEnded && !this.#isReady()) {
      if (!connection.isOpen) await connection.waitUntilOpen();
      else if (connection.isStalled) await connection.waitUntilDrained(settings.timeoutMs);
      else if (this.#isLoggedIn) await this.#turn.take();
      else {
        // The log-in takes its turn as well, and this command waits for it.
        this.#turn.yield();
        await this.#login.enter(this.parsed.name);
      }
    }
    if (this.#turn.isEnded) this.#turn.end();
  }

  /** The frame of one attempt: stamped, with the token of the session, and signed where commands are signed by themselves. */
  #sign(
    request: OutgoingRequest,
    context: SignContext,
    own: Sign | undefined,
  ): Signature | Promise<Signature> {
    const { protocol } = this.#session;
    const { timestamp } = context;
    const headers = this.#isPrivate ? stampedHeaders(protocol, request.headers, timestamp) : request.headers;
    this.#sentBody = this.#filled(request.body, timestamp);
    const { rest } = this.parsed;
    const parsed = this.#isPrivate
      ? { ...this.parsed, rest: withStamp(protocol, rest, timestamp) }
      : this.parsed;
    const frame = encode(protocol, parsed, this.#sentBody, headers);
    if (!own || protocol.signs !== 'each' || this.#needsLogin) return { body: frame };
    const signing = own({ ...request, headers, body: frame }, context);
    return whenSigned(signing, (signature) => {
      if (signature?.body !== undefined) return signature;
      throw Object.assign(new TypeError(unsigned), { code: 'ERR_INVALID_ARG_TYPE' });
    });
  }

  /** The payload with what every attempt has anew. */
  #filled(given: string | undefined, timestamp: number): string | undefined {
    const { protocol } = this.#session;
    const { stamp, signs, token } = protocol;
    let body = stamped(protocol, this.parsed.rule, given, timestamp);
    // What is signed by itself has the time that its signer puts in.
    const isStamped = this.#isPrivate && (signs !== 'each' || this.#needsLogin);
    if (isStamped && stamp && 'param' in stamp) body = withMember(body, stamp.param, Math.trunc(timestamp));
    if (token && this.#needsLogin) body = withMember(body, token.param, this.#login.token);
    return body;
  }

  async #send(frame: string): Promise<Answer> {
    const { rule, name, ownId } = this.parsed;
    const { gateway, protocol } = this.#session;
    const body = this.#sentBody ?? this.parsed.body;
    const elements = elementsOf(rule.gathers, body);
    if (!this.#isLoggedIn)
      throw new UnansweredError('WS_NOT_OPEN', 'the session ended before the command was sent');
    this.#collector = collectorOf(rule.gathers, elements);
    this.#loginVersion = this.#login.version;
    const { path } = requestFor(protocol, this.call, () => body);
    this.#onTheWay += 1;
    let heard = 1;
    const { reply, judged } = await this.#session
      .transmit({
        name,
        rule,
        frame,
        turn: this.#turn,
        body,
        clientOrderId: () => readClientOrderId(gateway.exchange, { path, body }),
        collector: this.#collector,
        onSilence: () => {
          heard = 0;
        },
      })
      .finally(() => {
        this.#onTheWay -= heard;
      });
    const id = rule.id ?? protocol.id;
    const native = ownId === undefined || !id ? reply : withOwnId(reply, id, ownId);
    return toAnswer(gateway.exchange, reply, native, judged);
  }

  /** Once per call: a second refusal of this kind is not about the session. */
  #renew(code: string): boolean {
    if (this.#isRenewed || !this.#needsLogin) return false;
    const { login, token } = this.#session.protocol;
    if (!(login ?? token)?.expired?.includes(code)) return false;
    this.#isRenewed = true;
    this.#login.expire(this.#loginVersion);
    return true;
  }
}
