import { readClientOrderId } from '../../catalog/orders.ts';
import { overSocket } from '../../catalog/socket.ts';
import type { Answer, TransportCall } from '../../transport/call.ts';
import type { CallOptions } from '../../types.ts';
import { parseOnce } from '../normalize.ts';
import { compose, type Parsed, stamped } from './encode.ts';
import { ReplyCollector } from './reply-collector.ts';
import { addressOf, answerOf, restOf } from './rest.ts';
import type { SocketSession } from './session.ts';
import type { SocketReply } from './types.ts';

/** One command as the gateway sees it, and what its attempts share. */
export class CommandCall {
  readonly call: TransportCall;
  /** Of the last attempt. */
  gathering: ReplyCollector | undefined;
  readonly #wire: SocketSession;
  readonly #parsed: Parsed;
  readonly #needsLogin: boolean;
  #sessionVersion = 0;
  #isRenewed = false;
  #isEnded = false;
  /** Its reply may still come: the lane is not free. */
  #isOwed = false;

  constructor(wire: SocketSession, parsed: Parsed, options: CallOptions, signal: AbortSignal | undefined) {
    this.#wire = wire;
    this.#parsed = parsed;
    const { restOrigin, fetch } = wire.settings;
    const path = `/${parsed.name}`;
    this.#needsLogin = wire.needsLogin(options.signed ?? parsed.rule.signed ?? true);
    this.call = {
      method: overSocket,
      path,
      options,
      replayable: true,
      signal,
      config: undefined,
      describe: () => {
        const url = addressOf(restOrigin, path);
        return { method: overSocket, url, path, query: '', headers: {}, body: parsed.body };
      },
      sign: (request, { timestamp }) => ({
        body: compose(parsed, stamped(wire.protocol, request.body, timestamp)),
      }),
      send: (signed) => this.#send(signed?.body ?? compose(parsed, parsed.body)),
      own: restOf(restOrigin, fetch),
      fromBody: (found) => answerOf(typeof found === 'string' ? parseOnce(found) : found),
      canceled: (reason) => reason,
      ready: () => (this.#isReady() ? undefined : this.#untilReady()),
      renew: (code) => this.#renew(code),
      time: () => (restOrigin === undefined ? wire.reading : undefined),
    };
  }

  /** The call is over, whatever still comes. */
  end(): void {
    this.#isEnded = true;
    if (!this.#isOwed) this.#wire.lane?.leave(this);
  }

  #isReady(): boolean {
    const { line, session, lane } = this.#wire;
    if (!line.isOpen || (this.#needsLogin && !session.isIn(line.epoch))) return false;
    return lane === undefined || lane.holds(this);
  }

  async #untilReady(): Promise<void> {
    const { line, session, lane } = this.#wire;
    while (!this.#isEnded && !this.#isReady()) {
      if (!line.isOpen) await line.opened();
      else if (this.#needsLogin && !session.isIn(line.epoch)) await session.enter();
      else await lane?.take(this);
    }
    if (this.#isEnded) lane?.leave(this);
  }

  async #send(frame: string): Promise<Answer> {
    const { rule, name, elements, body, ownId } = this.#parsed;
    const { gateway, protocol, session } = this.#wire;
    const gathers = rule.gathers && elements && (elements.length > 1 || rule.gathers.missing === 'unknown');
    this.gathering = gathers && rule.gathers ? new ReplyCollector(rule.gathers, elements) : undefined;
    this.#sessionVersion = session.version;
    this.#isOwed = true;
    const reply = await this.#wire.transmit({
      command: name,
      frame,
      clientOrderId: () => this.call.options.clientOrderId ?? readClientOrderId(gateway.exchange, body),
      gathering: this.gathering,
      free: () => this.#free(),
    });
    return answerOf(reply, ownId === undefined ? reply : withOwnId(reply, protocol.id?.field ?? '', ownId));
  }

  #free(): void {
    this.#isOwed = false;
    if (this.#isEnded) this.#wire.lane?.leave(this);
  }

  /** Once: a second such refusal speaks of more than a session. */
  #renew(code: string): boolean {
    if (this.#isRenewed || !this.#needsLogin) return false;
    if (!this.#wire.protocol.login?.expired?.includes(code)) return false;
    this.#isRenewed = true;
    this.#wire.session.over(this.#sessionVersion);
    return true;
  }
}

function withOwnId(reply: SocketReply, field: string, ownId: unknown): SocketReply {
  return field in reply ? { ...reply, [field]: ownId } : reply;
}
