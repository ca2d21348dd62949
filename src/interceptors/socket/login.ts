// The log-in of a connection: one at a time, for all commands that wait for it.
import { success } from '../../answers/answer-context.ts';
import { commandOf, loginOf, namePaths } from '../../catalog/command-of.ts';
import { parseExact } from '../../catalog/exact-json.ts';
import { isWrittenAs, valueAt } from '../../catalog/field.ts';
import type { SocketToken } from '../../catalog/socket-login.ts';
import { secretsOfBody } from '../../redact.ts';
import { nowAt } from '../../time/now.ts';
import { type Answer, type TransportCall, unread } from '../../transport/call.ts';
import { baseCall } from './base-call.ts';
import { toAnswer } from './reply-answer.ts';
import { Turn } from './serial-lock.ts';
import type { SocketSession } from './session.ts';
import { tokenCall } from './token-call.ts';
import type { SocketReply } from './types.ts';
import { UnansweredError } from './web-socket.ts';

/** Above all other calls, which wait for it. */
const priority = 3;

export class Login {
  /** The number of log-ins: a refusal counts only for the session that its command was sent in. */
  version = 0;
  /** What signing put into the log-in: an exchange may repeat it in any reply. */
  secrets: readonly string[] = [];
  readonly #session: SocketSession;
  /** The connection that is logged in; 0 where none is. */
  #epoch = 0;
  #entering: Promise<void> | undefined;
  #token = '';
  /** On the monotonic clock. */
  #tokenUntilAt = Number.POSITIVE_INFINITY;

  constructor(session: SocketSession) {
    this.#session = session;
  }

  /** Whether a command waits for the log-in. A gateway that only observes signs nothing, a log-in no more than the rest. */
  isNeeded(isSigned: boolean): boolean {
    const { gateway, settings, protocol } = this.#session;
    const isThere = protocol.login !== undefined || protocol.token !== undefined;
    return gateway.mode !== 'observe' && isSigned && settings.login && isThere;
  }

  /** Whether the connection that is open is logged in. */
  isIn(): boolean {
    return this.#epoch === this.#session.connection.epoch && nowAt() < this.#tokenUntilAt;
  }

  /** What stands in each command of the account's where a token does; empty where none was asked for. */
  get token(): string {
    return this.#token;
  }

  /**
   * Logs in, or waits for the log-in under way.
   * @param command that which waits for it
   * @throws {ExchangeError} as any other call.
   */
  enter(command: string): Promise<void> {
    this.#entering ??= this.#run(command).finally(() => {
      this.#entering = undefined;
    });
    return this.#entering;
  }

  /** @param version that in which the command was sent that the exchange refused because its session is over. */
  expire(version: number): void {
    if (version === this.version) this.#epoch = 0;
  }

  async #run(command: string): Promise<void> {
    const { protocol, lock, gateway } = this.#session;
    if (protocol.token) return this.#askForToken(protocol.token);
    const turn = new Turn(lock);
    try {
      await gateway.run(this.#call(turn, loginOf(protocol, command) ?? ''));
    } finally {
      turn.end();
    }
  }

  /** A token is good for the connection that it was asked for, and only so long. */
  async #askForToken(token: SocketToken): Promise<void> {
    const { connection, gateway } = this.#session;
    const { epoch } = connection;
    const askedAt = nowAt();
    const { body } = await gateway.run(tokenCall(this.#session, token, priority));
    const found = valueAt(typeof body === 'string' ? parseExact(body) : body, token.field);
    if (typeof found !== 'string' || found === '')
      throw new Error(`the answer to ${token.path} has no token at ${token.field}`);
    this.#token = found;
    this.secrets = [found];
    this.#tokenUntilAt = askedAt + token.validMs;
    this.#epoch = epoch;
    this.version += 1;
  }

  /**
   * A call of its own, made by the gateway's `sign` with the gateway's clock: a refusal is handled as that of any other
   * call. It takes its turn like any command, so that no reply to another is taken for its own.
   */
  #call(turn: Turn, command: string): TransportCall {
    const { protocol, connection, gateway, greeting, settings } = this.#session;
    const replace = (): void => connection.recycle('the exchange opened no session');
    const [op = ''] = namePaths(protocol);
    const bare = (): string => greeting?.text ?? JSON.stringify({ [op]: command });
    const isReady = (): boolean => connection.isOpen && !greeting?.isDue && turn.isMine(true);
    const untilReady = async (): Promise<void> => {
      while (!turn.isEnded && !isReady()) {
        if (!connection.isOpen) await connection.waitUntilOpen();
        else if (greeting?.isDue) await greeting.wait(settings.timeoutMs, replace);
        else await turn.take();
      }
    };
    const base = baseCall(this.#session, command, undefined);
    return {
      ...base,
      // What it signs may be there only once the connection stands.
      describe: () => ({ ...base.describe(), body: bare() }),
      options: { priority, signed: true, replaySafe: true },
      isOwn: true,
      // Other calls wait for it: the budget for their retries is not spent on its own.
      spendsBudget: false,
      signal: undefined,
      ready: () => (isReady() ? undefined : untilReady()),
      send: async (signed) => {
        const { epoch } = connection;
        const answer = signed
          ? await this.#send(turn, command, signed.body, bare())
          : toAnswer(gateway.exchange, unread);
        if (answer.body === unread) {
          this.#epoch = epoch;
          this.version += 1;
        }
        return answer;
      },
    };
  }

  /** @param bare the command as it was given to `sign`. */
  async #send(turn: Turn, name: string, frame: string | undefined, bare: string): Promise<Answer> {
    const { protocol, gateway } = this.#session;
    const { exchange } = gateway;
    const { silentMs, greeting } = protocol.login ?? {};
    if (frame === undefined || frame === bare) {
      const message =
        "the gateway's `sign` makes no log-in: for a request with method 'WS' it returns the command as `body`; or say `login: false`";
      throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
    }
    this.secrets = secretsOfBody(frame, bare);
    try {
      const { reply, judged } = await this.#session.transmit({
        name,
        rule: commandOf(protocol, name),
        frame,
        hasNoId: greeting !== undefined,
        turn,
        body: undefined,
        clientOrderId: () => undefined,
        collector: undefined,
        silentMs,
      });
      return judged.ok || this.#saysLoggedIn(reply)
        ? toAnswer(exchange, unread, reply, success)
        : toAnswer(exchange, reply, reply, judged);
    } catch (error) {
      // Where no reply is documented, none within `silentMs` means that nothing was refused.
      const isSilence = error instanceof UnansweredError && error.code === 'WS_TIMEOUT';
      if (isSilence && silentMs !== undefined) return toAnswer(exchange, unread);
      throw error;
    }
  }

  /** Whether a refusal says that the connection is logged in already. */
  #saysLoggedIn(reply: SocketReply): boolean {
    const { protocol, gateway } = this.#session;
    const { code = [] } = gateway.exchange.ws ?? gateway.exchange.rest;
    const found = code.map((field) => valueAt(reply, field)).find((value) => value !== undefined);
    return protocol.login?.accepts?.some((accepted) => isWrittenAs(found, accepted)) ?? false;
  }
}
