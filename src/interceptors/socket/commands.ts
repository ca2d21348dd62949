// Commands over a socket: what `interceptSocket` returns.

import { callOptions } from '../../call-options.ts';
import { commandName, commandOf, namePaths } from '../../catalog/command-of.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import { type ExchangeError, isExchangeError } from '../../errors.ts';
import type { Gateway } from '../../gateway.ts';
import { bad, checkObject } from '../../options/check-value.ts';
import { CommandCall } from './call.ts';
import { Login } from './login.ts';
import { parseCommand } from './parse-command.ts';
import { type Resubscribe, Resubscriber } from './resubscriber.ts';
import { type SessionSettings, SocketSession } from './session.ts';
import { type SubscriptionCommand, Subscriptions } from './subscriptions.ts';
import type {
  SocketCallOptions,
  SocketCommandBody,
  SocketCommands,
  SocketOptions,
  SocketReply,
  WebSocketLike,
} from './types.ts';

export interface CommandsSettings extends Omit<SessionSettings, 'onReopen' | 'onDrop'> {
  readonly onError: SocketOptions['onError'];
}

export class Commands<Socket extends WebSocketLike> implements SocketCommands<Socket> {
  readonly #session: SocketSession<Socket>;
  readonly #login: Login;
  readonly #subscriptions = new Subscriptions();
  readonly #resubscriber: Resubscriber;
  // Of a gateway that is closed already, the end comes before there is anything to undo.
  #unlink: () => void = () => {};

  constructor(
    source: Socket | (() => Socket),
    gateway: Gateway,
    protocol: SocketProtocol,
    settings: CommandsSettings,
  ) {
    this.#resubscriber = new Resubscriber(this.#subscriptions, {
      resubscribe: this.#resubscribe,
      backoff: settings.backoff,
      epoch: () => this.#epoch,
      expired: protocol.login?.expired ?? [],
      onError: settings.onError,
    });
    this.#session = new SocketSession(source, gateway, protocol, {
      ...settings,
      onReopen: (epoch) => this.#resubscriber.restore(epoch),
      onDrop: () => this.#resubscriber.drop(),
    });
    this.#login = new Login(this.#session);
    this.#unlink = gateway.onClose(() => this.close());
  }

  get socket(): Socket {
    return this.#session.connection.socket;
  }

  get subscriptions(): readonly SocketCommandBody[] {
    return this.#subscriptions.commands;
  }

  readonly stats: SocketCommands['stats'] = () => {
    const { frames, parsed, connection, pending } = this.#session;
    return { frames, parsed, connections: connection.epoch, pending: pending.size };
  };

  readonly send: SocketCommands['send'] = async (command, options = {}) => {
    const { protocol, gateway } = this.#session;
    checkObject('command', command);
    const name = commandName(protocol, command);
    if (name === undefined) {
      const [first = ''] = namePaths(protocol);
      throw bad(`command.${first}`, Reflect.get(command, first), 'its name');
    }
    const { signal, ...rest }: SocketCallOptions = options;
    const rule = commandOf(protocol, name);
    const parsed = parseCommand(protocol, rule, name, command);
    const own = new CommandCall(this.#session, this.#login, parsed, callOptions(rest), signal);
    const sent = rule.subscribes || rule.undoes !== undefined ? copyOf(command, own, rest) : undefined;
    const release = sent && this.#subscriptions.hold(sent);
    if (release) this.#resubscriber.update();
    try {
      const { native } = await gateway.run(own.call);
      if (sent) this.#accept(sent, own);
      return native as SocketReply;
    } catch (error) {
      if (sent && isExchangeError(error)) this.#fail(sent, own, error);
      throw error;
    } finally {
      own.end();
      release?.();
      if (release) this.#resubscriber.update();
    }
  };

  readonly close: SocketCommands['close'] = () => {
    this.#unlink();
    this.#resubscriber.close();
    this.#session.close();
  };

  get #epoch(): number | undefined {
    const { connection } = this.#session;
    return connection.isOpen ? connection.epoch : undefined;
  }

  #accept(sent: SubscriptionCommand, { results }: CommandCall): void {
    const elements = results?.filter(({ kind }) => kind === 'accepted' || kind === 'covered');
    const { epoch } = this.#session.connection;
    this.#subscriptions.accept(
      sent,
      epoch,
      elements?.map(({ element }) => element),
    );
  }

  #fail(sent: SubscriptionCommand, own: CommandCall, error: ExchangeError): void {
    if (error.outcome === 'partial') this.#accept(sent, own);
    if (error.attempts === 0) return;
    // A channel stays forgotten unless the exchange refused the only copy of the command, on the connection of the channel.
    const isDoubtful = error.attempts > 1 || error.response === undefined;
    const { epoch } = this.#session.connection;
    this.#subscriptions.forgetUndone(sent, ({ aliveIn }) => isDoubtful || aliveIn !== epoch);
  }

  readonly #resubscribe: Resubscribe = (command, { origin, name }, signal) => {
    const { protocol, gateway } = this.#session;
    const parsed = parseCommand(protocol, origin.rule, name, command);
    const call = new CommandCall(this.#session, this.#login, parsed, origin.options, signal, {
      isOwn: true,
      spendsBudget: false,
    });
    const done = gateway.run(call.call).finally(() => call.end());
    return { done, results: () => call.results };
  };
}

/** A copy, since the caller may change its own object before the reply comes. */
function copyOf(command: object, { parsed }: CommandCall, options: SocketCallOptions): SubscriptionCommand {
  const { name, rule } = parsed;
  const { priority, weight, signed } = options;
  const copied: SocketCommandBody = JSON.parse(JSON.stringify(command));
  return {
    rule,
    name,
    command: copied,
    options: {
      ...(priority !== undefined && { priority }),
      ...(weight !== undefined && { weight }),
      ...(signed !== undefined && { signed }),
    },
  };
}
