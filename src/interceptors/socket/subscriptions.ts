import type { CallOptions } from '../../call-options.ts';
import type { SocketCommand } from '../../catalog/socket.ts';
import type { SocketCommandBody } from './types.ts';

/** One channel that the exchange accepted. */
export interface KeptChannel {
  /** The command that asks for it alone. */
  readonly command: SocketCommandBody;
  readonly name: string;
  readonly element: unknown;
  /** The command that asked for it, perhaps with others: what goes together is restored together. */
  readonly origin: Subscribing;
  /** The connection on which it is known to be alive. */
  aliveIn: number;
  /** Commands under way that decide about it. */
  held: number;
}

/** A command that subscribes, or takes a subscription back, as it was sent: a copy, for the caller may use its own again. */
export interface Subscribing {
  readonly rule: SocketCommand;
  readonly name: string;
  readonly command: SocketCommandBody;
  /** What the caller said of how it goes. */
  readonly options: CallOptions;
}

/** What the exchange accepted, channel by channel, in the order of acceptance. */
export class Subscriptions {
  #channels: KeptChannel[] = [];

  /** The commands that ask for them again, one for each. */
  get commands(): readonly SocketCommandBody[] {
    return this.#channels.map(({ command }) => command);
  }

  /** Those that are wanted and not known to be alive on this connection, by the command that asked for them. */
  missing(epoch: number): readonly (readonly KeptChannel[])[] {
    const groups = new Map<Subscribing, KeptChannel[]>();
    for (const channel of this.#channels) {
      if (channel.aliveIn === epoch || channel.held > 0) continue;
      const group = groups.get(channel.origin);
      if (group) group.push(channel);
      else groups.set(channel.origin, [channel]);
    }
    return [...groups.values()];
  }

  isWanted(channel: KeptChannel): boolean {
    return channel.held === 0 && this.#channels.includes(channel);
  }

  /** @param elements those of a list that were accepted; undefined: all of them. */
  accepted(sent: Subscribing, epoch: number, elements?: readonly unknown[]): void {
    const { rule } = sent;
    for (const element of elements ?? elementsOf(sent)) {
      if (rule.undoes !== undefined) this.#forget((channel) => isUndone(channel, sent, element));
      if (rule.subscribes) this.#remember(sent, element, epoch);
    }
  }

  /** Forgets what a command takes back, as far as `isGone` agrees. */
  forgetUndone(sent: Subscribing, isGone: (channel: KeptChannel) => boolean): void {
    const elements = elementsOf(sent);
    this.#forget(
      (channel) => isGone(channel) && elements.some((element) => isUndone(channel, sent, element)),
    );
  }

  forget(channels: readonly KeptChannel[]): void {
    this.#forget((channel) => channels.includes(channel));
  }

  /**
   * A command is under way that takes channels back, or asks for them in other words: they are not restored meanwhile, lest
   * an older command come after it. The returned function ends that.
   */
  hold(sent: Subscribing): () => void {
    const elements = elementsOf(sent);
    const held = this.#channels.filter((channel) =>
      elements.some((element) => isUndone(channel, sent, element) || isReplaced(channel, sent, element)),
    );
    for (const channel of held) channel.held += 1;
    return () => {
      for (const channel of held) channel.held -= 1;
    };
  }

  #remember(origin: Subscribing, element: unknown, epoch: number): void {
    const { name, command } = origin;
    this.#forget((channel) => isReplaced(channel, origin, element));
    this.#channels.push({
      command: withElements(origin, [element]) ?? command,
      name,
      element,
      origin,
      aliveIn: epoch,
      held: 0,
    });
  }

  #forget(isGone: (channel: KeptChannel) => boolean): void {
    this.#channels = this.#channels.filter((channel) => !isGone(channel));
  }
}

/** The command for some of its elements; undefined where it has none to choose from. */
export function withElements(
  { rule: { payload }, command }: Subscribing,
  elements: readonly unknown[],
): SocketCommandBody | undefined {
  if (payload === undefined) return undefined;
  return { ...command, [payload]: Array.isArray(command[payload]) ? elements : elements[0] };
}

function elementsOf({ rule: { payload }, command }: Subscribing): readonly unknown[] {
  const about = payload === undefined ? undefined : command[payload];
  return Array.isArray(about) ? about : [about];
}

/** `unsub.ticker` undoes `sub.ticker` where the rules say so of `unsub.` and `sub.`. */
function undoneName({ name: own, undoes = '' }: SocketCommand, name: string): string {
  return undoes.endsWith('.') ? undoes + name.slice(own.length) : undoes;
}

/** It takes back every channel that has what it names: less names more. */
function isUndone(channel: KeptChannel, { rule, name }: Subscribing, element: unknown): boolean {
  if (rule.undoes === undefined || channel.name !== undoneName(rule, name)) return false;
  const members = rule.channel ?? membersOf(element);
  if (!members || !membersOf(channel.element)) return same(channel.element, element);
  return members.every((member) => {
    const wanted = memberOf(element, member);
    return wanted === undefined || same(memberOf(channel.element, member), wanted);
  });
}

function isReplaced(channel: KeptChannel, { rule, name }: Subscribing, element: unknown): boolean {
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

/** Whatever the order of the members. */
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
