import { readField } from '../../answers/read-envelope.ts';
import type { SocketGathering } from '../../catalog/socket.ts';
import type { ReplyMeaning } from './reply-meaning.ts';
import type { SocketReply } from './types.ts';

/** What is known of one element: its reply, or why there is none. */
export interface ElementResult {
  readonly element: unknown;
  /** `covered`: the replies to others stand for it. `unclear`: nobody knows. */
  readonly kind: ReplyMeaning['kind'] | 'covered';
  readonly reply: SocketReply | undefined;
  readonly meaning: ReplyMeaning | undefined;
}

/** What came of a command with several elements. */
export type Collected =
  | { readonly whole: SocketReply; readonly meaning: ReplyMeaning }
  | { readonly results: readonly ElementResult[] };

interface HeardReply {
  readonly reply: SocketReply;
  readonly meaning: ReplyMeaning;
}

/** How long after a refusal that names no element the replies to the others are waited for. */
const restPatienceMs = 1000;

/**
 * Puts the replies to the elements of one command together, in the order of the elements. A reply counts for no more than
 * what it can be tied to: one that names no element speaks for those that are left when all the others are answered, and
 * for the whole command only if it stays alone.
 */
export class ReplyCollector {
  readonly #rule: SocketGathering;
  readonly #elements: readonly unknown[];
  readonly #told: (HeardReply | undefined)[];
  readonly #nameless: HeardReply[] = [];
  readonly #seen = new Set<string>();

  constructor(rule: SocketGathering, elements: readonly unknown[]) {
    this.#rule = rule;
    this.#elements = elements;
    this.#told = elements.map(() => undefined);
  }

  /** How many elements there are. */
  get size(): number {
    return this.#elements.length;
  }

  get hasAny(): boolean {
    return this.#nameless.length > 0 || this.#told.some((one) => one !== undefined);
  }

  /** How long after the last reply another one is waited for; undefined: as long as a reply is due. */
  get patienceMs(): number | undefined {
    return this.#rule.patienceMs ?? (this.#nameless.length > 0 ? restPatienceMs : undefined);
  }

  /** Takes a reply in. True when there is one for every element. */
  add(reply: SocketReply, text: string, meaning: ReplyMeaning): boolean {
    // The same frame again is an echo, not the reply to another element; one that says nothing is none.
    if (!this.#seen.has(text) && meaning.kind !== 'unclear') {
      this.#seen.add(text);
      const told = { reply, meaning };
      const place = this.#isNameless(reply) ? undefined : this.#placeOf(reply);
      if (place === undefined) this.#nameless.push(told);
      else if (place >= 0) this.#told[place] = told;
    }
    return this.#open.length <= this.#nameless.length;
  }

  /**
   * What is known now; undefined where that is nothing.
   * @param isOver no other reply comes: a refusal that stayed alone is the whole command's.
   */
  collected(isOver: boolean): Collected | undefined {
    const [first] = this.#nameless;
    const answered = this.#elements.length - this.#open.length;
    const isAlone = first !== undefined && this.#nameless.length === 1 && answered === 0;
    if (isAlone && isOver && (this.#elements.length === 1 || this.#speaksForAll(first)))
      return { whole: first.reply, meaning: first.meaning };
    this.#fill();
    if (this.#told.every((one) => one === undefined)) return undefined;
    const missing = this.#open.length > 0 && this.#nameless.length > 0 ? 'unclear' : this.#missing;
    return {
      results: this.#elements.map((element, at) => {
        const told = this.#told[at];
        return { element, kind: told?.meaning.kind ?? missing, reply: told?.reply, meaning: told?.meaning };
      }),
    };
  }

  get #missing(): ElementResult['kind'] {
    return this.#rule.missing === 'covered' ? 'covered' : 'unclear';
  }

  /** That some of them were accepted says nothing of the others, unless the exchange answers them together. */
  #speaksForAll({ meaning }: HeardReply): boolean {
    return meaning.kind === 'refused' || this.#rule.missing === 'covered';
  }

  get #open(): readonly number[] {
    return this.#told.flatMap((one, at) => (one === undefined ? [at] : []));
  }

  /** Gives the elements that are left what names none, if it comes out the same whoever gets which, or is all in order. */
  #fill(): void {
    const open = this.#open;
    if (open.length === 0 || open.length > this.#nameless.length) return;
    const isAlike = this.#nameless.every(({ meaning }) => meaning.kind === this.#nameless[0]?.meaning.kind);
    if (!isAlike && open.some((at) => this.#isNamed(this.#elements[at]))) return;
    for (const at of open) this.#told[at] = this.#nameless.shift();
  }

  #isNameless(reply: SocketReply): boolean {
    return this.#rule.match.every(([, field]) => (readField(reply, field) ?? undefined) === undefined);
  }

  #placeOf(reply: SocketReply): number {
    const isFree = (at: number): boolean => this.#told[at] === undefined;
    const named = this.#elements.findIndex((element, at) => isFree(at) && this.#fits(element, reply));
    if (named >= 0) return named;
    // It has a name, but of no element that waits: an echo in other words.
    if (this.#elements.some((element) => this.#fits(element, reply))) return -1;
    return this.#told.findIndex((_, at) => isFree(at) && !this.#isNamed(this.#elements[at]));
  }

  #fits(element: unknown, reply: SocketReply): boolean {
    return this.#rule.match.some(([name, field]) => {
      const own = nameOf(element, name);
      const other = readField(reply, field);
      return own !== undefined && other !== undefined && other !== null && String(own) === String(other);
    });
  }

  #isNamed(element: unknown): boolean {
    return this.#rule.match.some(([name]) => nameOf(element, name) !== undefined);
  }
}

function nameOf(element: unknown, name: string): unknown {
  if (name === '') return element;
  return typeof element === 'object' && element !== null ? readField(element, name) : undefined;
}
