import { type ExchangeError, isExchangeError } from '../../errors.ts';
import type { Policy } from '../../policies/policy.ts';
import { isPassing, isRefusal, togetherAtOnce, togetherLater } from './channel-refusal.ts';
import { failedTimes } from './reconnect-delay.ts';
import type { ElementResult } from './reply-collector.ts';
import { type KeptChannel, type Subscriptions, withElements } from './subscriptions.ts';
import type { SocketCommandBody } from './types.ts';

/** Asks once more for channels of one command; resolves when all of them are accepted. */
export type Resubscribe = (
  command: SocketCommandBody,
  channel: KeptChannel,
  signal: AbortSignal,
) => { readonly done: Promise<unknown>; readonly results: () => readonly ElementResult[] | undefined };

export interface RestorerSettings {
  readonly resubscribe: Resubscribe;
  /** Waits between the attempts on one connection. */
  readonly backoff: Policy;
  /** The connection that is open; undefined while none is. */
  readonly epoch: () => number | undefined;
  /** Codes that speak of the session, not of the channel. */
  readonly expired: readonly string[];
  readonly onError: ((error: ExchangeError, command: SocketCommandBody) => void) | undefined;
}

/**
 * Subscribes again, on every new connection, to what is wanted: by the commands that asked for it, and again after a wait
 * while the connection stands. Only a channel that the exchange itself refused is forgotten.
 */
export class Restorer {
  readonly #subscriptions: Subscriptions;
  readonly #settings: RestorerSettings;
  readonly #running = new Map<readonly KeptChannel[], AbortController>();
  readonly #timers = new Map<ReturnType<typeof setTimeout>, () => void>();
  readonly #busy = new Set<KeptChannel>();
  #isClosed = false;

  constructor(subscriptions: Subscriptions, settings: RestorerSettings) {
    this.#subscriptions = subscriptions;
    this.#settings = settings;
  }

  /** What is missing on this connection and not being restored yet. */
  restore(epoch: number): void {
    if (this.#isClosed) return;
    for (const group of this.#subscriptions.missing(epoch)) {
      const idle = group.filter((channel) => !this.#busy.has(channel));
      if (idle.length > 0) void this.#restoreGroup(idle, epoch);
    }
  }

  /** The connection is gone: what is under way for it ends. */
  dropped(): void {
    for (const controller of this.#running.values()) controller.abort();
    for (const [timer, wake] of this.#timers) {
      clearTimeout(timer);
      wake();
    }
    this.#timers.clear();
    this.#busy.clear();
  }

  /** Some channels are not wanted any more, or wanted again: commands that hold one of those must not go out. */
  changed(): void {
    for (const [group, controller] of this.#running)
      if (!group.every((channel) => this.#subscriptions.isWanted(channel))) controller.abort();
    const epoch = this.#settings.epoch();
    if (epoch !== undefined) this.restore(epoch);
  }

  close(): void {
    this.#isClosed = true;
    this.dropped();
  }

  async #restoreGroup(group: readonly KeptChannel[], epoch: number): Promise<void> {
    let left = this.#taken(group, group);
    for (let failures = 1; left.length > 0; failures += 1) {
      const { rest, error, wasAborted } = await this.#ask(left, epoch);
      if (!this.#isCurrent(epoch)) return;
      left = this.#taken(rest, left);
      if (wasAborted) continue;
      if (this.#divide(left, epoch, togetherAtOnce(error, this.#settings.expired))) return;
      if (error && failures === 1) this.#tell(error, left[0]?.command);
      if (left.length > 0) await this.#wait(failures);
      if (!this.#isCurrent(epoch)) return;
      left = this.#taken(left, left);
      if (this.#divide(left, epoch, togetherLater(error, left.length))) return;
    }
  }

  /**
   * A refusal of several at once names none of them: they are asked for apart, so that the others do not stay away for one.
   * @param size how many of them together
   * @returns whether there was anything to divide
   */
  #divide(channels: readonly KeptChannel[], epoch: number, size: number): boolean {
    if (channels.length <= size) return false;
    for (let at = 0; at < channels.length; at += size)
      void this.#restoreGroup(channels.slice(at, at + size), epoch);
    return true;
  }

  #isCurrent(epoch: number): boolean {
    return !this.#isClosed && this.#settings.epoch() === epoch;
  }

  /** Those of them that are wanted; the others of `before` are no longer ours. */
  #taken(channels: readonly KeptChannel[], before: readonly KeptChannel[]): readonly KeptChannel[] {
    for (const channel of before) this.#busy.delete(channel);
    const wanted = channels.filter((channel) => this.#subscriptions.isWanted(channel));
    for (const channel of wanted) this.#busy.add(channel);
    return wanted;
  }

  /** @returns what is still to be restored. */
  async #ask(
    wanted: readonly KeptChannel[],
    epoch: number,
  ): Promise<{ rest: readonly KeptChannel[]; error?: ExchangeError; wasAborted?: boolean }> {
    const [first] = wanted;
    if (!first) return { rest: [] };
    const controller = new AbortController();
    this.#running.set(wanted, controller);
    const elements = wanted.map(({ element }) => element);
    const command = withElements(first.origin, elements) ?? first.command;
    const asking = this.#settings.resubscribe(command, first, controller.signal);
    try {
      await asking.done;
      for (const channel of wanted) channel.aliveIn = epoch;
      return { rest: [] };
    } catch (error) {
      if (controller.signal.aborted) return { rest: wanted, wasAborted: true };
      // A fault of the caller's own, such as a signer that throws, passes as well.
      if (!isExchangeError(error)) return { rest: wanted };
      return { rest: this.#sorted(wanted, epoch, error, asking.results()), error };
    } finally {
      this.#running.delete(wanted);
    }
  }

  /** Takes what was accepted and forgets what was refused. */
  #sorted(
    wanted: readonly KeptChannel[],
    epoch: number,
    error: ExchangeError,
    results: readonly ElementResult[] | undefined,
  ): readonly KeptChannel[] {
    const { expired } = this.#settings;
    if (error.outcome !== 'partial' || results?.length !== wanted.length) {
      if (wanted.length > 1 || !isRefusal(error, expired)) return wanted;
      // That it is there already is what was wanted.
      if (error.category === 'duplicate') for (const channel of wanted) channel.aliveIn = epoch;
      else {
        this.#subscriptions.forget(wanted);
        this.#tell(error, wanted[0]?.command);
      }
      return [];
    }
    return wanted.filter((channel, at) => {
      const kind = results[at]?.kind;
      const item = error.items?.[at];
      if (kind === 'accepted' || kind === 'covered') channel.aliveIn = epoch;
      else if (kind === 'refused' && item?.category && !isPassing(item.category)) {
        this.#subscriptions.forget([channel]);
        this.#tell(error, channel.command);
      } else return true;
      return false;
    });
  }

  #tell(error: ExchangeError, command: SocketCommandBody | undefined): void {
    try {
      if (command) this.#settings.onError?.(error, command);
    } catch {
      // A listener's fault is not ours.
    }
  }

  #wait(failures: number): Promise<void> {
    const decision = this.#settings.backoff(failedTimes(failures));
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer);
          resolve();
        },
        decision.action === 'retry' ? decision.delayMs : 0,
      );
      this.#timers.set(timer, resolve);
    });
  }
}
