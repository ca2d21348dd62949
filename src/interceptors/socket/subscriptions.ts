import type { SocketCommand } from '../../catalog/socket.ts';
import type { SocketCommandBody } from './types.ts';

/** What the exchange accepted, as the commands that ask for it again: one for each channel. */
export class Subscriptions {
  readonly #kept = new Map<string, SocketCommandBody>();

  get commands(): readonly SocketCommandBody[] {
    return [...this.#kept.values()];
  }

  /** `elements`: those of a list that were accepted. */
  accepted(
    rule: SocketCommand,
    name: string,
    command: SocketCommandBody,
    elements?: readonly unknown[],
  ): void {
    const { payload, subscribes, undoes } = rule;
    if (!subscribes && undoes === undefined) return;
    const about = payload === undefined ? undefined : command[payload];
    const list = elements ?? (Array.isArray(about) ? about : undefined);
    for (const element of list ?? [about]) {
      const wholly = payload === undefined ? command : { ...command, [payload]: list ? [element] : element };
      if (subscribes) this.#kept.set(keyOf(name, element), wholly);
      else this.#kept.delete(keyOf(undone(rule, name), element));
    }
  }

  forget(command: SocketCommandBody): void {
    for (const [key, kept] of this.#kept) if (kept === command) this.#kept.delete(key);
  }
}

function undone({ name: own, undoes = '' }: SocketCommand, name: string): string {
  return undoes.endsWith('.') ? undoes + name.slice(own.length) : undoes;
}

function keyOf(name: string, element: unknown): string {
  return `${name} ${JSON.stringify(element)}`;
}
