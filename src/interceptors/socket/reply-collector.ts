// The replies to the elements of one command, such as a batch of orders, put together.

import { summarizeBatch } from '../../answers/batch-items.ts';
import type { Exchange } from '../../catalog/exchange.ts';
import { isWrittenAs, valueAt } from '../../catalog/field.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import type { SocketGathering } from '../../catalog/socket-command.ts';
import type { ItemResult } from '../../types.ts';
import type { JudgedReply, ReplyMeaning } from './reply-meaning.ts';
import type { SocketReply } from './types.ts';

/** What is known of one element: its reply, or why there is none. */
export interface ElementResult {
  readonly element: unknown;
  /** `covered`: the replies to others stand for it. `unclear`: no reply says. */
  readonly kind: ReplyMeaning['kind'] | 'covered';
  readonly reply: SocketReply | undefined;
  readonly meaning: ReplyMeaning | undefined;
}

/** What came of a command with several elements. */
export type Collected =
  | { readonly whole: SocketReply; readonly meaning: ReplyMeaning }
  | { readonly results: readonly ElementResult[] };

interface ReadReply {
  readonly reply: SocketReply;
  readonly meaning: ReplyMeaning;
}

/** For how long after a refusal that names no element the replies to the others are waited for. */
const restPatienceMs = 1000;

/**
 * Results stand in the order of the elements. A reply counts for no more than what it can be tied to: one that names no
 * element is given to those that are left when all the others are answered, and to the whole command only if no other
 * comes.
 */
export class ReplyCollector {
  readonly #rule: SocketGathering;
  readonly #elements: readonly unknown[];
  /** By place of the element. */
  readonly #named: (ReadReply | undefined)[];
  readonly #nameless: ReadReply[] = [];
  readonly #seen = new Set<string>();

  constructor(rule: SocketGathering, elements: readonly unknown[]) {
    this.#rule = rule;
    this.#elements = elements;
    this.#named = elements.map(() => undefined);
  }

  /** Number of elements. */
  get size(): number {
    return this.#elements.length;
  }

  get hasAny(): boolean {
    return this.#nameless.length > 0 || this.#named.some((one) => one !== undefined);
  }

  /** For how many milliseconds after the last reply another is waited for; undefined: as long as a reply is due. */
  get patienceMs(): number | undefined {
    return this.#rule.patienceMs ?? (this.#nameless.length > 0 ? restPatienceMs : undefined);
  }

  /**
   * @param text the frame as it came: the same again is an echo, not the reply to another element.
   * @returns whether there is a reply for every element.
   */
  add(reply: SocketReply, text: string, meaning: ReplyMeaning): boolean {
    if (!this.#seen.has(text) && meaning.kind !== 'unclear') {
      this.#seen.add(text);
      const place = this.#isNameless(reply) ? undefined : this.#placeOf(reply);
      if (place === undefined) this.#nameless.push({ reply, meaning });
      else if (place >= 0) this.#named[place] = { reply, meaning };
    }
    return this.#open.length <= this.#nameless.length;
  }

  /**
   * @param isOver whether no other reply comes: a refusal that stayed alone is then the whole command's.
   * @returns what is known now; undefined where that is nothing.
   */
  collected(isOver: boolean): Collected | undefined {
    const [first] = this.#nameless;
    const answered = this.#elements.length - this.#open.length;
    const isAlone = first !== undefined && this.#nameless.length === 1 && answered === 0;
    const isTogether = this.#rule.missing === 'covered';
    // An acceptance without a name proves nothing of the others, unless the exchange answers them together.
    const isForAll = this.#elements.length === 1 || isTogether || first?.meaning.kind === 'refused';
    if (isAlone && isOver && isForAll) return { whole: first.reply, meaning: first.meaning };
    this.#fill();
    if (this.#named.every((one) => one === undefined)) return undefined;
    const isInDoubt = !isTogether || (this.#open.length > 0 && this.#nameless.length > 0);
    const missing = isInDoubt ? 'unclear' : 'covered';
    return {
      results: this.#elements.map((element, at) => {
        const { reply, meaning } = this.#named[at] ?? {};
        return { element, kind: meaning?.kind ?? missing, reply, meaning };
      }),
    };
  }

  /** Places of the elements without a reply. */
  get #open(): readonly number[] {
    return this.#named.flatMap((one, at) => (one === undefined ? [at] : []));
  }

  /** Gives the elements that are left what names none, if all of those replies say the same, or come in order. */
  #fill(): void {
    const open = this.#open;
    if (open.length === 0 || open.length > this.#nameless.length) return;
    const isAlike = this.#nameless.every(({ meaning }) => meaning.kind === this.#nameless[0]?.meaning.kind);
    if (!isAlike && open.some((at) => this.#isNamed(this.#elements[at]))) return;
    for (const at of open) this.#named[at] = this.#nameless.shift();
  }

  #isNameless(reply: SocketReply): boolean {
    return this.#rule.match.every(([, field]) => (valueAt(reply, field) ?? undefined) === undefined);
  }

  #placeOf(reply: SocketReply): number {
    const isFree = (at: number): boolean => this.#named[at] === undefined;
    const named = this.#elements.findIndex((element, at) => isFree(at) && this.#fits(element, reply));
    if (named >= 0) return named;
    // It has a name, but of no element that is open: an echo in another text.
    if (this.#elements.some((element) => this.#fits(element, reply))) return -1;
    return this.#named.findIndex((_, at) => isFree(at) && !this.#isNamed(this.#elements[at]));
  }

  #fits(element: unknown, reply: SocketReply): boolean {
    return this.#rule.match.some(([name, field]) => {
      const own = nameOf(element, name);
      return (
        (typeof own === 'string' || typeof own === 'number') &&
        isWrittenAs(valueAt(reply, field), String(own))
      );
    });
  }

  #isNamed(element: unknown): boolean {
    return this.#rule.match.some(([name]) => nameOf(element, name) !== undefined);
  }
}

function nameOf(element: unknown, name: string): unknown {
  if (name === '') return element;
  return typeof element === 'object' && element !== null ? valueAt(element, name) : undefined;
}

const noReply = 'no reply came';

/** One reply and one classification out of what came of each element. */
export function batchReply(
  { codes }: Exchange,
  { name }: SocketProtocol,
  command: string,
  collected: Collected,
): JudgedReply {
  if ('whole' in collected) return { reply: collected.whole, judged: collected.meaning.judged };
  const { results } = collected;
  const replies = results.flatMap(({ kind, reply, element }) => {
    if (reply) return [reply];
    return kind === 'covered' ? [] : [{ submitted: false, success: false, message: noReply, data: element }];
  });
  return {
    reply: { ...(name && { [name.field]: command }), replies },
    judged: summarizeBatch(results.map(itemOf), codes.ws),
  };
}

function itemOf({ kind, meaning }: ElementResult, index: number): ItemResult {
  if (kind === 'accepted' || kind === 'covered') return { index, ok: true };
  const judged = meaning?.judged;
  if (kind === 'unclear' || !judged || judged.ok)
    return { index, ok: false, category: 'unknown', outcome: 'unknown', message: noReply };
  const { code, category, outcome, message } = judged;
  return {
    index,
    ok: false,
    category,
    outcome: outcome === 'rejected' ? 'rejected' : 'unknown',
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
  };
}

/** A payload that is a list is answered as one, of one element too; one that has a list of one as any other command. */
export function collectorOf(
  rule: SocketGathering | undefined,
  elements: readonly unknown[] | undefined,
): ReplyCollector | undefined {
  if (!rule || !elements) return undefined;
  const takesOne = !rule.list && rule.missing === 'unknown';
  return elements.length > 1 || takesOne ? new ReplyCollector(rule, elements) : undefined;
}
