import type { SocketGathering } from '../../catalog/socket.ts';
import { fieldOf } from '../../policies/envelope.ts';
import type { SocketReply } from './types.ts';

/** Puts the replies to the elements of one command together, in the order of the elements. */
export class ReplyCollector {
  readonly #rule: SocketGathering;
  readonly #elements: readonly unknown[];
  readonly #replies: (SocketReply | undefined)[];
  readonly #seen = new Set<string>();

  constructor(rule: SocketGathering, elements: readonly unknown[]) {
    this.#rule = rule;
    this.#elements = elements;
    this.#replies = elements.map(() => undefined);
  }

  get patienceMs(): number | undefined {
    return this.#rule.patienceMs;
  }

  get hasAny(): boolean {
    return this.#seen.size > 0;
  }

  /** Takes a reply in. True when every element has one. */
  add(reply: SocketReply, text: string): boolean {
    // The same frame again is an echo, not the reply to another element.
    if (!this.#seen.has(text)) {
      this.#seen.add(text);
      const place = this.#placeOf(reply);
      if (place >= 0) this.#replies[place] = reply;
    }
    return this.#replies.every((one) => one !== undefined);
  }

  /** Whether it names none of the elements: then it speaks of the command as a whole. */
  isWhole(reply: SocketReply): boolean {
    return this.#rule.match.every(([, field]) => fieldOf(reply, field) === undefined);
  }

  /** All of them; in place of one that did not come stands what the rule says. */
  replies(missing: (element: unknown) => SocketReply): readonly SocketReply[] {
    const found = this.#replies.map((reply, at) => {
      if (reply !== undefined) return reply;
      return this.#rule.missing === 'covered' ? undefined : missing(this.#elements[at]);
    });
    return found.filter((reply) => reply !== undefined);
  }

  /** The elements that were not refused. */
  standing(isRefused: (reply: SocketReply) => boolean): readonly unknown[] {
    return this.#elements.filter((_, at) => {
      const reply = this.#replies[at];
      return reply === undefined ? this.#rule.missing === 'covered' : !isRefused(reply);
    });
  }

  #placeOf(reply: SocketReply): number {
    const isFree = (at: number): boolean => this.#replies[at] === undefined;
    const named = this.#elements.findIndex((element, at) => isFree(at) && this.#fits(element, reply));
    if (named >= 0) return named;
    // It has a name, but of no element that waits: an echo in other words.
    if (this.#elements.some((element) => this.#fits(element, reply))) return -1;
    return this.#replies.findIndex((_, at) => isFree(at) && !this.#isNamed(this.#elements[at]));
  }

  #fits(element: unknown, reply: SocketReply): boolean {
    return this.#rule.match.some(([name, field]) => {
      const own = nameOf(element, name);
      const other = fieldOf(reply, field);
      return own !== undefined && other !== undefined && other !== null && String(own) === String(other);
    });
  }

  #isNamed(element: unknown): boolean {
    return this.#rule.match.some(([name]) => nameOf(element, name) !== undefined);
  }
}

function nameOf(element: unknown, name: string): unknown {
  if (name === '') return element;
  return typeof element === 'object' && element !== null ? fieldOf(element, name) : undefined;
}
