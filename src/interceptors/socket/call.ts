import type { CallOptions } from '../../call-options.ts';
import { readClientOrderId } from '../../catalog/order-ids.ts';
import { overSocket } from '../../catalog/socket.ts';
import type { Answer, TransportCall } from '../../transport/call.ts';
import { parseDigits } from './decode.ts';
import { encode, type ParsedCommand, stamped } from './encode.ts';
import { type ElementResult, ReplyCollector } from './reply-collector.ts';
import { addressOf, answerOf, restOf, restUnknown } from './rest.ts';
import { Turn } from './serial-lock.ts';
import type { SocketSession } from './session.ts';
import { SocketFault } from './socket-fault.ts';
import type { SocketReply } from './types.ts';

/** How a command goes that the caller did not ask for now. */
export type CallTraits = Pick<TransportCall, 'isOwn' | 'spendsBudget'>;

/** One command as the gateway sees it, and what its attempts share. */
export class CommandCall {
  readonly call: TransportCall;
  /** Of the last attempt. */
  #collector: ReplyCollector | undefined;
  readonly #session: SocketSession;
  readonly parsed: ParsedCommand;
  readonly #needsLogin: boolean;
  readonly #turn: Turn;
  /** The payload of the last attempt: with the id that was made up for it, and its time. */
  #sentBody: string | undefined;
  #loginVersion = 0;
  #mayArriveLate = false;
  #isRenewed = false;

  constructor(
    session: SocketSession,
    parsed: ParsedCommand,
    options: CallOptions,
    signal: AbortSignal | undefined,
    traits: CallTraits = {},
  ) {
    this.#session = session;
    this.parsed = parsed;
    this.#turn = new Turn(session.lock);
    const { protocol, settings } = session;
    const { restOrigin, fetch } = settings;
    const path = `/${parsed.name}`;
    this.#needsLogin = session.needsLogin(options.signed ?? parsed.rule.signed ?? true);
    this.call = {
      ...traits,
      method: overSocket,
      path,
      options,
      ...(parsed.elements && parsed.elements.length > 1 && { items: parsed.elements.length }),
      replayable: true,
      signal,
      config: undefined,
      describe: () => {
        const url = addressOf(restOrigin, path);
        return { method: overSocket, url, path, query: '', headers: {}, body: parsed.body };
      },
      sign: (request, { timestamp }) => {
        this.#sentBody = stamped(protocol, parsed.rule, request.body, timestamp);
        return { body: encode(parsed, this.#sentBody) };
      },
      send: (signed) => this.#send(signed?.body ?? encode(parsed, parsed.body)),
      secrets: () => session.secrets,
      own: restOf(restOrigin, fetch),
      ...(restOrigin === undefined && { ownUnavailable: restUnknown }),
      fromBody: (found) => answerOf(typeof found === 'string' ? (parseDigits(found) ?? found) : found),
      canceled: (reason) => reason,
      mayArriveLate: () => this.#mayArriveLate,
      ready: () => (this.#isReady() ? undefined : this.#untilReady()),
      obstacle: () => session.connection.obstacle,
      renew: (code) => this.#renew(code),
      time: () => (restOrigin === undefined ? session.reading : undefined),
    };
  }

  /** What came of each element in the last attempt; undefined where nothing did, or one reply is for all. */
  get results(): readonly ElementResult[] | undefined {
    const collected = this.#collector?.collected(false);
    return collected && 'results' in collected ? collected.results : undefined;
  }

  /** The call is over, whatever still comes. */
  end(): void {
    this.#turn.end();
  }

  get #isIn(): boolean {
    const { connection, login } = this.#session;
    return !this.#needsLogin || login.isIn(connection.epoch);
  }

  get #mayRepeat(): boolean {
    return this.parsed.rule.kind === 'read';
  }

  #isReady(): boolean {
    const { connection } = this.#session;
    return connection.isOpen && !connection.isStalled && this.#isIn && this.#turn.isMine(this.#mayRepeat);
  }

  async #untilReady(): Promise<void> {
    const { connection, login } = this.#session;
    while (!this.#turn.isEnded && !this.#isReady()) {
      if (!connection.isOpen) await connection.opened();
      else if (connection.isStalled) await connection.drained(this.#session.settings.timeoutMs);
      else if (this.#isIn) await this.#turn.take();
      else {
        // The log-in takes its turn as well, and this command waits for it.
        this.#turn.yield();
        await login.enter();
      }
    }
    if (this.#turn.isEnded) this.#turn.end();
  }

  async #send(frame: string): Promise<Answer> {
    const { rule, name, elements, body, ownId } = this.parsed;
    const { gateway, protocol, login } = this.#session;
    if (!this.#isIn) throw new SocketFault('WS_NOT_OPEN', 'the session ended before the command was sent');
    const gathers = rule.gathers && elements && (elements.length > 1 || rule.gathers.missing === 'unknown');
    this.#collector = gathers && rule.gathers ? new ReplyCollector(rule.gathers, elements) : undefined;
    this.#loginVersion = login.version;
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
    return answerOf(reply, native, judged);
  }

  /** Once: a second such refusal speaks of more than a session. */
  #renew(code: string): boolean {
    if (this.#isRenewed || !this.#needsLogin) return false;
    if (!this.#session.protocol.login?.expired?.includes(code)) return false;
    this.#isRenewed = true;
    this.#session.login.over(this.#loginVersion);
    return true;
  }
}

/** The id that the caller put in, in place of ours: in the reply, and in each of a batch. */
function withOwnId(reply: SocketReply, field: string, ownId: unknown): SocketReply {
  const own = (one: unknown): unknown =>
    typeof one === 'object' && one !== null && field in one ? { ...one, [field]: ownId } : one;
  const { replies } = reply;
  return {
    ...reply,
    ...(field in reply && { [field]: ownId }),
    ...(Array.isArray(replies) && { replies: replies.map(own) }),
  };
}
