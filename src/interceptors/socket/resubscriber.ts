// Subscribes again, on every new connection, to what the exchange had accepted.

import type { Policy } from '../../decision.ts';
import { type ExchangeError, isExchangeError } from '../../errors.ts';
import { backoffMs } from './reconnect-timer.ts';
import type { ElementResult } from './reply-collector.ts';
import { type ChannelResult, channelResults, sizeAfterWait, sizeAtOnce } from './resubscribe-policy.ts';
import { type Channel, type Subscriptions, withElements } from './subscriptions.ts';
import type { SocketCommandBody } from './types.ts';

/** Sends one command that asks for channels; `done` resolves when all of them are accepted. */
export type Resubscribe = (
  command: SocketCommandBody,
  channel: Channel,
  signal: AbortSignal,
) => { readonly done: Promise<unknown>; readonly results: () => readonly ElementResult[] | undefined };

export interface ResubscriberSettings {
  readonly resubscribe: Resubscribe;
  /** Waits between the attempts on one connection. */
  readonly backoff: Policy;
  /** The connection that is open; undefined while none is. */
  readonly epoch: () => number | undefined;
  /** Codes that are about the session, not about a channel. */
  readonly expired: readonly string[];
  readonly onError: ((error: ExchangeError, command: SocketCommandBody) => void) | undefined;
}

/** How one command ended. `rest`: what is to be asked for again. */
interface ResubscribeResult {
  readonly rest: readonly Channel[];
  readonly error?: ExchangeError;
  readonly wasAborted?: boolean;
}

/**
 * Asks by the commands that asked first, and again after a wait while the connection stands. Only a channel that the
 * exchange itself refused is forgotten; one channel is in one command at a time.
 */
export class Resubscriber {
  readonly #subscriptions: Subscriptions;
  readonly #settings: ResubscriberSettings;
  readonly #running = new Map<readonly Channel[], AbortController>();
  readonly #timers = new Map<ReturnType<typeof setTimeout>, () => void>();
  /** Channels that a group is restoring, its waits included. */
  readonly #busy = new Set<Channel>();
  #isClosed = false;

  constructor(subscriptions: Subscriptions, settings: ResubscriberSettings) {
    this.#subscriptions = subscriptions;
    this.#settings = settings;
  }

  /** Starts for the channels that are missing on this connection and not busy. */
  restore(epoch: number): void {
    if (this.#isClosed) return;
    for (const group of this.#subscriptions.missing(epoch)) {
      const idle = group.filter((channel) => !this.#busy.has(channel));
      if (idle.length > 0) void this.#restoreGroup(idle, epoch);
    }
  }

  /** Ends what is under way: the connection is gone. */
  drop(): void {
    for (const controller of this.#running.values()) controller.abort();
    for (const [timer, wake] of this.#timers) {
      clearTimeout(timer);
      wake();
    }
    this.#timers.clear();
    this.#busy.clear();
  }

  /** To be called when channels are held or wanted again: no command goes on that asks for one that is not wanted. */
  update(): void {
    for (const [group, controller] of this.#running)
      if (!group.every((channel) => this.#subscriptions.isWanted(channel))) controller.abort();
    const epoch = this.#settings.epoch();
    if (epoch !== undefined) this.restore(epoch);
  }

  close(): void {
    this.#isClosed = true;
    this.drop();
  }

  async #restoreGroup(group: readonly Channel[], epoch: number): Promise<void> {
    let open = this.#claim(group, group);
    for (let failures = 1; open.length > 0; failures += 1) {
      const { rest, error, wasAborted } = await this.#attempt(open, epoch);
      if (!this.#isCurrent(epoch)) return;
      open = this.#claim(rest, open);
      if (wasAborted) continue;
      if (this.#divide(open, epoch, sizeAtOnce(error, this.#settings.expired))) return;
      if (error && failures === 1) this.#report(error, open[0]?.command);
      if (open.length > 0) await this.#wait(failures);
      if (!this.#isCurrent(epoch)) return;
      open = this.#claim(open, open);
      if (this.#divide(open, epoch, sizeAfterWait(error, open.length))) return;
    }
  }

  /** Restores parts of `size` channels apart, so that one that is refused does not keep the others. @returns false for one. */
  #divide(channels: readonly Channel[], epoch: number, size: number): boolean {
    if (channels.length <= size) return false;
    for (let at = 0; at < channels.length; at += size)
      void this.#restoreGroup(channels.slice(at, at + size), epoch);
    return true;
  }

  #isCurrent(epoch: number): boolean {
    return !this.#isClosed && this.#settings.epoch() === epoch;
  }

  /** Marks those that are wanted as busy, and no other of `before`. @returns them. */
  #claim(channels: readonly Channel[], before: readonly Channel[]): readonly Channel[] {
    for (const channel of before) this.#busy.delete(channel);
    const wanted = channels.filter((channel) => this.#subscriptions.isWanted(channel));
    for (const channel of wanted) this.#busy.add(channel);
    return wanted;
  }

  async #attempt(channels: readonly Channel[], epoch: number): Promise<ResubscribeResult> {
    const [first] = channels;
    if (!first) return { rest: [] };
    const controller = new AbortController();
    this.#running.set(channels, controller);
    const elements = channels.map(({ element }) => element);
    const command = withElements(first.origin, elements);
    const { done, results } = this.#settings.resubscribe(command, first, controller.signal);
    try {
      await done;
      for (const channel of channels) channel.aliveIn = epoch;
      return { rest: [] };
    } catch (error) {
      if (controller.signal.aborted) return { rest: channels, wasAborted: true };
      // A fault of the caller's own, such as a signer that throws, passes as well.
      if (!isExchangeError(error)) return { rest: channels };
      const judged = channelResults(error, channels.length, results(), this.#settings.expired);
      return { rest: this.#apply(channels, epoch, error, judged), error };
    } finally {
      this.#running.delete(channels);
    }
  }

  /** Marks what was accepted and forgets what was refused. @returns the rest. */
  #apply(
    channels: readonly Channel[],
    epoch: number,
    error: ExchangeError,
    results: readonly ChannelResult[],
  ): readonly Channel[] {
    return channels.filter((channel, at) => {
      if (results[at] === 'restored') channel.aliveIn = epoch;
      if (results[at] === 'refused') {
        this.#subscriptions.forget(channel);
        this.#report(error, channel.command);
      }
      return results[at] === 'open';
    });
  }

  #report(error: ExchangeError, command: SocketCommandBody | undefined): void {
    try {
      if (command) this.#settings.onError?.(error, command);
    } catch {
      // A fault of a listener changes nothing.
    }
  }

  #wait(failures: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#timers.delete(timer);
        resolve();
      };
      const timer = setTimeout(wake, backoffMs(this.#settings.backoff, failures));
      this.#timers.set(timer, resolve);
    });
  }
}
