import { Company } from './company.ts';
import { longestClosedMs, type Reply } from './turn.ts';

/** A lost ledger stays closed so much longer than a window: by then everybody is back and has told what it sent. */
const littleMs = 1000;
const firstProbeMs = 100;
const lastProbeMs = 500;

export interface SharedState {
  /** `alone`: within the own share of the limits, until Redis is back. */
  readonly state: 'shared' | 'alone';
  readonly why: string;
  /** Our part of every capacity while alone; 1 while shared. */
  readonly share: number;
  /** Processes last seen, we included; 0 before the first contact. */
  readonly processes: number;
}

/**
 * `joining`: before the first contact. `shared`: Redis decides. `closed`: Redis is there but its ledger was lost, so
 * that everybody goes on alone and tells Redis about it until the ledger is complete again. `alone`: Redis is away.
 */
export type Phase = 'joining' | 'shared' | 'closed' | 'alone';

/** How this process stands with Redis. No effects but to say so. */
export class Standing {
  readonly #company: Company;
  readonly #say: (state: SharedState) => void;
  #phase: Phase = 'joining';
  #share = 1;
  #processes = 0;
  #epoch = 0;
  #probeMs = firstProbeMs;
  /** While alone: when to try again. */
  probeAt = 0;
  /** While closed: when the ledger opens. */
  opensAt: number = Number.POSITIVE_INFINITY;

  constructor(share: number | undefined, say: (state: SharedState) => void) {
    this.#company = new Company(share);
    this.#say = say;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Nobody grants anything: the own share is what there is. */
  get onOwn(): boolean {
    return this.#phase === 'alone' || this.#phase === 'closed';
  }

  get share(): number {
    return this.#share;
  }

  /** Of the ledger last seen; 0 before the first contact. */
  get epoch(): number {
    return this.#epoch;
  }

  lost(why: string, nowAt: number): void {
    this.#probeMs = this.#phase === 'alone' ? Math.min(lastProbeMs, this.#probeMs * 2) : firstProbeMs;
    this.probeAt = nowAt + this.#probeMs;
    this.#become('alone', why, nowAt);
  }

  /** Redis answered. Says whether it has forgotten what it knew. */
  arrived(reply: Reply, nowAt: number, longestWindowMs: number): boolean {
    const forgot = this.#epoch !== 0 && reply.epoch !== this.#epoch;
    this.#epoch = reply.epoch;
    this.#company.saw(reply.processes, nowAt);
    this.#processes = reply.processes;
    const closedMs = Math.min(longestWindowMs, longestClosedMs) + littleMs - (reply.lostMs ?? Infinity);
    this.opensAt = closedMs > 0 ? nowAt + closedMs + 1 : Number.POSITIVE_INFINITY;
    if (closedMs > 0) this.#become('closed', 'Redis lost the ledger', nowAt);
    else this.#become('shared', 'Redis answered', nowAt);
    return forgot;
  }

  #become(phase: Phase, why: string, nowAt: number): void {
    const before = this.#phase;
    const wasOnOwn = this.onOwn;
    this.#phase = phase;
    if (before === phase || (wasOnOwn && this.onOwn)) return;
    // Fixed for as long as it lasts: those who come back one by one must not look like fewer.
    this.#share = this.onOwn ? this.#company.share(nowAt) : 1;
    const state = this.onOwn ? 'alone' : 'shared';
    this.#say({ state, why, share: this.#share, processes: this.#processes });
  }
}
