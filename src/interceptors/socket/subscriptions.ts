// The channels that the exchange accepted, and which commands decide about them.

import type { CallOptions } from '../../call-options.ts';
import type { SocketCommand } from '../../catalog/socket-command.ts';
import type { SocketCommandBody } from './types.ts';

/** One channel that the exchange accepted. */
export interface Channel {
  /** The command that asks for it alone. */
  readonly command: SocketCommandBody;
  readonly name: string;
  readonly element: unknown;
  /** The command that asked for it, perhaps with others: those are restored by one command too. */
  readonly origin: SubscriptionCommand;
  /** The connection on which it is known to be alive. */
  aliveIn: number;
  /** How many commands under way decide about it. */
  held: number;
}

/** A command that subscribes or unsubscribes, as it was sent: a copy, since the caller may change its own. */
export interface SubscriptionCommand {
  readonly rule: SocketCommand;
  readonly name: string;
  readonly command: SocketCommandBody;
  readonly options: CallOptions;
}

/** One entry for each channel, in the order of acceptance. */
export class Subscriptions {
  #channels: Channel[] = [];

  /** One command for each channel, by which it is asked for again. */
  get commands(): readonly SocketCommandBody[] {
    return this.#channels.map(({ command }) => command);
  }

  /** Channels that are wanted and not known to be alive on this connection, grouped by the command that asked for them. */
  missing(epoch: number): readonly (readonly Channel[])[] {
    const groups = new Map<SubscriptionCommand, Channel[]>();
    for (const channel of this.#channels) {
      if (channel.aliveIn === epoch || channel.held > 0) continue;
      const group = groups.get(channel.origin);
      if (group) group.push(channel);
      else groups.set(channel.origin, [channel]);
    }
    return [...groups.values()];
  }

  isWanted(channel: Channel): boolean {
    return channel.held === 0 && this.#channels.includes(channel);
  }

  /**
   * To be called when a command was accepted.
   * @param epoch the connection on which.
   * @param elements those of a list that were accepted; undefined: all of them.
   */
  accept(sent: SubscriptionCommand, epoch: number, elements?: readonly unknown[]): void {
    const { rule } = sent;
    for (const element of elements ?? elementsOf(sent)) {
      if (rule.undoes !== undefined) this.#forget((channel) => isUndone(channel, sent, element));
      if (rule.subscribes) this.#remember(sent, element, epoch);
    }
  }

  /** Forgets those channels that a command unsubscribes from and of which `isGone` is true. */
  forgetUndone(sent: SubscriptionCommand, isGone: (channel: Channel) => boolean): void {
    const elements = elementsOf(sent);
    this.#forget(
      (channel) => isGone(channel) && elements.some((element) => isUndone(channel, sent, element)),
    );
  }

  forget(channel: Channel): void {
    this.#forget((one) => one === channel);
  }

  /**
   * To be called when a command is sent that unsubscribes from channels, or subscribes to them anew: they are not restored
   * meanwhile, since a command of an earlier subscription could arrive after this one.
   * @returns a function that ends that.
   */
  hold(sent: SubscriptionCommand): () => void {
    const elements = elementsOf(sent);
    const held = this.#channels.filter((channel) =>
      elements.some((element) => isUndone(channel, sent, element) || isReplaced(channel, sent, element)),
    );
    for (const channel of held) channel.held += 1;
    return () => {
      for (const channel of held) channel.held -= 1;
    };
  }

  #remember(origin: SubscriptionCommand, element: unknown, epoch: number): void {
    this.#forget((channel) => isReplaced(channel, origin, element));
    this.#channels.push({
      command: withElements(origin, [element]),
      name: origin.name,
      element,
      origin,
      aliveIn: epoch,
      held: 0,
    });
  }

  #forget(isGone: (channel: Channel) => boolean): void {
    this.#channels = this.#channels.filter((channel) => !isGone(channel));
  }
}

/** The command for some of its elements; the command itself where it has none to choose from. */
export function withElements(
  { rule: { payload }, command }: SubscriptionCommand,
  elements: readonly unknown[],
): SocketCommandBody {
  if (payload === undefined) return command;
  return { ...command, [payload]: Array.isArray(command[payload]) ? elements : elements[0] };
}

function elementsOf({ rule: { payload }, command }: SubscriptionCommand): readonly unknown[] {
  const about = payload === undefined ? undefined : command[payload];
  return Array.isArray(about) ? about : [about];
}

/** `unsub.ticker` undoes `sub.ticker` where the rule for `unsub.` has `undoes: 'sub.'`. */
function undoneName({ name: own, undoes = '' }: SocketCommand, name: string): string {
  return undoes.endsWith('.') ? undoes + name.slice(own.length) : undoes;
}

/** A command unsubscribes from every channel that has all the members it names: the fewer it names, the more channels. */
function isUndone(channel: Channel, { rule, name }: SubscriptionCommand, element: unknown): boolean {
  if (rule.undoes === undefined || channel.name !== undoneName(rule, name)) return false;
  const members = rule.channel ?? membersOf(element);
  if (!members || !membersOf(channel.element)) return same(channel.element, element);
  return members.every((member) => {
    const wanted = memberOf(element, member);
    return wanted === undefined || same(memberOf(channel.element, member), wanted);
  });
}

function isReplaced(channel: Channel, { rule, name }: SubscriptionCommand, element: unknown): boolean {
  if (!rule.subscribes || channel.name !== name) return false;
  return rule.replaces === true || isSame(channel.element, element, rule.channel);
}

function isSame(a: unknown, b: unknown, members: readonly string[] | undefined): boolean {
  if (!members || !membersOf(a) || !membersOf(b)) return same(a, b);
  return members.every((member) => same(memberOf(a, member), memberOf(b, member)));
}

function membersOf(element: unknown): readonly string[] | undefined {
  if (element === undefined) return [];
  return typeof element === 'object' && element !== null && !Array.isArray(element)
    ? Object.keys(element)
    : undefined;
}

function memberOf(element: unknown, member: string): unknown {
  return typeof element === 'object' && element !== null ? Reflect.get(element, member) : undefined;
}

/** Equality of JSON values, whatever the order of their members. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
