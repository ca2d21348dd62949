// The call of one command: what the gateway carries, and what the attempts of it share.

import type { CallOptions } from '../../call-options.ts';
import { readClientOrderId } from '../../catalog/order-ids.ts';
import type { Answer, TransportCall } from '../../transport/call.ts';
import { baseCall, toAnswer } from './base-call.ts';
import { encode, type ParsedCommand, stamped, withOwnId } from './encode.ts';
import type { Login } from './login.ts';
import { type ElementResult, ReplyCollector } from './reply-collector.ts';
import { Turn } from './serial-lock.ts';
import type { SocketSession } from './session.ts';
import { UnansweredError } from './web-socket.ts';

/** Traits of a command that is not sent for the caller. */
export type CallTraits = Pick<TransportCall, 'isOwn' | 'spendsBudget'>;

export class CommandCall {
  readonly call: TransportCall;
  readonly parsed: ParsedCommand;
  readonly #session: SocketSession;
  readonly #login: Login;
  readonly #needsLogin: boolean;
  readonly #turn: Turn;
  /** Of the last attempt. */
  #collector: ReplyCollector | undefined;
  /** The payload of the last attempt: with the id that was made up for it, and its time. */
  #sentBody: string | undefined;
  /** The log-in under which the last attempt was sent. */
  #loginVersion = 0;
  #mayArriveLate = false;
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
    this.#needsLogin = login.isNeeded(options.signed ?? rule.signed ?? true);
    this.call = {
      ...traits,
      ...baseCall(session, name, body),
      options,
      ...(elements && elements.length > 1 && { items: elements.length }),
      signal,
      sign: (request, { timestamp }) => {
        this.#sentBody = stamped(session.protocol, rule, request.body, timestamp);
        return { body: encode(parsed, this.#sentBody) };
      },
      send: (signed) => this.#send(signed?.body ?? encode(parsed, body)),
      secrets: () => login.secrets,
      mayArriveLate: () => this.#mayArriveLate,
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
        await this.#login.enter();
      }
    }
    if (this.#turn.isEnded) this.#turn.end();
  }

  async #send(frame: string): Promise<Answer> {
    const { rule, name, elements, body, ownId } = this.parsed;
    const { gateway, protocol } = this.#session;
    if (!this.#isLoggedIn)
      throw new UnansweredError('WS_NOT_OPEN', 'the session ended before the command was sent');
    const gathers = rule.gathers && elements && (elements.length > 1 || rule.gathers.missing === 'unknown');
    this.#collector = gathers && rule.gathers ? new ReplyCollector(rule.gathers, elements) : undefined;
    this.#loginVersion = this.#login.version;
    const { reply, judged } = await this.#session.transmit({
      name,
      rule,
      frame,
      turn: this.#turn,
      clientOrderId: () =>
        readClientOrderId(gateway.exchange, { path: this.call.path, body: this.#sentBody ?? body }),
      collector: this.#collector,
      onSilence: () => {
        this.#mayArriveLate = true;
      },
    });
    const field = protocol.id?.field;
    const native = ownId === undefined || field === undefined ? reply : withOwnId(reply, field, ownId);
    return toAnswer(reply, native, judged);
  }

  /** Once per call: a second refusal of this kind is not about the session. */
  #renew(code: string): boolean {
    if (this.#isRenewed || !this.#needsLogin) return false;
    if (!this.#session.protocol.login?.expired?.includes(code)) return false;
    this.#isRenewed = true;
    this.#login.expire(this.#loginVersion);
    return true;
  }
}
