// The frame with which an exchange opens a connection: what its log-in signs.
import { valueAt } from '../../catalog/field.ts';
import { parseReply, textOf } from './decode.ts';
import { type DeferredPromise, deferred } from './deferred.ts';

/** One for each connection. */
export class Greeting {
  /** As it came; undefined while none has come. */
  text: string | undefined;
  readonly #field: string;
  #coming: DeferredPromise | undefined;

  constructor(field: string) {
    this.#field = field;
  }

  get isDue(): boolean {
    return this.text === undefined;
  }

  /**
   * Resolves when `isDue` is worth another look: when it came, and when its connection is gone.
   * @param onSilence called where neither is the case within so many milliseconds
   */
  async wait(withinMs: number, onSilence: () => void): Promise<void> {
    this.#coming ??= deferred();
    const timer = setTimeout(onSilence, withinMs);
    await this.#coming.promise;
    clearTimeout(timer);
  }

  /** @returns whether the frame is one. */
  take(data: unknown): boolean {
    const text = textOf(data);
    const frame = typeof text === 'string' ? parseReply(text) : undefined;
    if (typeof text !== 'string' || !frame || valueAt(frame, this.#field) === undefined) return false;
    this.text = text;
    this.#wake();
    return true;
  }

  /** To be called when the connection is gone. */
  reset(): void {
    this.text = undefined;
    this.#wake();
  }

  #wake(): void {
    this.#coming?.resolve();
    this.#coming = undefined;
  }
}
