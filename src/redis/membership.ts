// How this process stands with Redis and with the other processes.
import { notAnswered } from './not-answered.ts';
import { ageOf, type Instant } from './redis-clock.ts';
import { contains, noSlice, parts, type Slices, shareOf } from './slice.ts';
import { SliceTiming } from './slice-timing.ts';
import { longestClosedMs, type SyncMessage, type SyncReply } from './sync-message.ts';

/** A lost ledger stays closed so much longer than a window: by then every process is back and has reported what it sent. */
const littleMs = 1000;
const firstProbeMs = 100;
const lastProbeMs = 500;
/** A process that Redis has not heard for longer may be forgotten by now, and its slice may be another's. */
const staleMs = 3000;
/** Clocks run apart, and are corrected. */
const noiseMs = 200;

/** Whether limits are shared through Redis now. */
export interface SharedState {
  /** `alone`: within the own share of the limits, until Redis is back. */
  readonly state: 'shared' | 'alone';
  /** Why they are not. */
  readonly why: string;
  /**
   * Our part of every capacity while alone, 1 while shared. 0: none, since this process has not met the others, or has
   * been away from them for too long; its calls wait for Redis.
   */
  readonly share: number;
  /** Processes last seen, we included; 0 before the first contact. */
  readonly processes: number;
}

/**
 * `joining`: before the first contact. `shared`: Redis decides. `closed`: Redis is there but its ledger was lost, so
 * that every process goes on alone and reports to Redis until the ledger is complete again. `alone`: Redis is away.
 */
export type MembershipPhase = 'joining' | 'shared' | 'closed' | 'alone';

export interface MembershipOptions {
  /** Our part of every capacity, from the user. */
  readonly share: number | undefined;
  readonly timeoutMs: number;
  /** What no permit is under way for longer than, as far as this process's own settings go. */
  readonly flightMs: number;
}

/** No effects but to report changes. */
export class Membership {
  /** From when the own slice may be used. */
  readonly timing: SliceTiming;
  readonly #options: MembershipOptions;
  readonly #say: (state: SharedState) => void;
  #phase: MembershipPhase = 'joining';
  /** Why it is on its own. */
  #why = '';
  #slices: Slices;
  #processes = 0;
  #epoch = 0;
  #flightMs: number;
  /** The last message that was answered. */
  #confirmed: Instant | undefined;
  #probeMs = firstProbeMs;
  /** While alone: when to try again. */
  probeAt = 0;
  /** While closed: when the ledger opens. */
  opensAt: number = Number.POSITIVE_INFINITY;

  constructor(options: MembershipOptions, say: (state: SharedState) => void, startedAt: number) {
    this.#options = options;
    this.#say = say;
    this.timing = new SliceTiming(options.timeoutMs, startedAt);
    this.#flightMs = options.flightMs;
    // A share that the user set holds before any other process was met.
    const own = { from: 0, to: Math.floor((options.share ?? 0) * parts) };
    this.#slices = { ip: own, account: own };
  }

  get phase(): MembershipPhase {
    return this.#phase;
  }

  /** Redis grants nothing: the own slice is what there is. */
  get onOwn(): boolean {
    return this.#phase === 'alone' || this.#phase === 'closed';
  }

  get slices(): Slices {
    return this.#slices;
  }

  /** Processes last seen, we included; 0 before the first contact. */
  get processes(): number {
    return this.#processes;
  }

  /** Why Redis grants nothing, in words. */
  get trouble(): string | undefined {
    if (this.#phase === 'shared') return undefined;
    if (this.#phase === 'joining') return notAnswered;
    const share = shareOf(this.#slices);
    const own = share === 0 ? 'none' : String(Math.round(share * 1000) / 1000);
    return `Redis, which shares the limits, is away (${this.#why}), and the share of this process is ${own}`;
  }

  /** Whether Redis handed our slice out. If not, which units are ours in a slot is unknown, only how many at least. */
  get hasMet(): boolean {
    return this.#processes > 0;
  }

  /** Redis was looked for in vain before it was first found. */
  get missed(): boolean {
    return this.#phase === 'alone' && !this.hasMet;
  }

  /** The slices that we hold by Redis's word: none before the first contact. */
  get claims(): Slices {
    return this.hasMet ? this.#slices : { ip: noSlice, account: noSlice };
  }

  /** Of the ledger last seen; 0 before the first contact. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The longest that a permit of any process is under way. */
  get flightMs(): number {
    return this.#flightMs;
  }

  /** How long ago Redis last heard us, at most, when it gets a message that is sent now; -1: it never answered. */
  heardMs(now: Instant): number {
    return this.#confirmed ? ageOf(this.#confirmed, now) + this.#options.timeoutMs + noiseMs : -1;
  }

  /** A message was given up, or its answer is no use. */
  noteLoss(why: string, message: SyncMessage, now: Instant): void {
    if (!message.away) this.timing.gaveUp(message.at);
    this.#probeMs = this.#phase === 'alone' ? Math.min(lastProbeMs, this.#probeMs * 2) : firstProbeMs;
    this.probeAt = now.at + this.#probeMs;
    const stale = this.#confirmed !== undefined && ageOf(this.#confirmed, now) > staleMs;
    // Once alone, our slice is held back: no other process gets it, for as long as it takes.
    if (stale && this.#phase !== 'alone') this.#slices = { ip: noSlice, account: noSlice };
    this.#become('alone', why);
  }

  /** Redis answered. Says whether it may have forgotten what it knew. */
  noteReply(reply: SyncReply, message: SyncMessage, nowAt: number, longestWindowMs: number): boolean {
    const wasClosed = this.#phase === 'closed';
    const hasOther = this.#met(reply, message, nowAt);
    const closedMs = Math.min(longestWindowMs, longestClosedMs) + littleMs - (reply.lostMs ?? Infinity);
    this.opensAt = closedMs > 0 ? nowAt + closedMs + 1 : Number.POSITIVE_INFINITY;
    if (closedMs > 0) this.#become('closed', 'Redis lost the ledger');
    else this.#become('shared', 'Redis answered');
    return hasOther || (closedMs > 0 && !wasClosed);
  }

  /** Redis answered too late for anything but to know of the others and of our slice. Says whether it is another one. */
  noteLateReply(reply: SyncReply, message: SyncMessage, nowAt: number): boolean {
    const share = shareOf(this.#slices);
    const isOther = this.#met(reply, message, nowAt);
    if (this.onOwn && shareOf(this.#slices) !== share) this.#tell('Redis answers, but too late');
    return isOther;
  }

  #met(reply: SyncReply, message: SyncMessage, nowAt: number): boolean {
    const isOther = this.#epoch !== 0 && reply.epoch !== this.#epoch;
    const { ip, account } = reply.groups;
    const slices = { ip: ip.slice, account: account.slice };
    const had = this.claims;
    const hasGrown = !(contains(had.ip, slices.ip) && contains(had.account, slices.account));
    this.timing.assigned(nowAt, hasGrown);
    this.#epoch = reply.epoch;
    this.#slices = slices;
    this.#confirmed = message;
    if (message.away) this.timing.heldBack(nowAt);
    this.#processes = Math.max(1, ip.processes, account.processes);
    this.#flightMs = Math.max(this.#options.flightMs, reply.flightMs);
    return isOther;
  }

  #become(phase: MembershipPhase, why: string): void {
    const before = this.#phase;
    const wasOnOwn = this.onOwn;
    this.#phase = phase;
    this.#why = why;
    if (before === phase || (wasOnOwn && this.onOwn)) return;
    this.#tell(why);
  }

  #tell(why: string): void {
    const share = this.onOwn ? shareOf(this.#slices) : 1;
    this.#say({ state: this.onOwn ? 'alone' : 'shared', why, share, processes: this.#processes });
  }
}
