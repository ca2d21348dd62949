// Faults of commands over WebSocket.
import { seededRandom } from '../random.ts';

/** Every way in which a command over WebSocket can fail. */
export const socketFaultKinds = [
  'request-lost',
  'reply-lost',
  'doubled',
  'delay',
  'garbage',
  'garbage-instead',
  'binary',
  'gzip',
  'half-open',
  'close-before',
  'close-after',
  'code',
] as const;

/**
 * - `request-lost`: not carried out, nothing comes.
 * - `reply-lost`: carried out, nothing comes.
 * - `doubled`: every reply comes twice.
 * - `delay`: carried out, the reply comes late and so out of order.
 * - `garbage`: a frame that is no JSON before the reply; `garbage-instead`: in its place.
 * - `binary`, `gzip`: the reply as bytes, as packed bytes.
 * - `half-open`: from now on nothing is read or sent on this connection, and neither side closes it.
 * - `close-before`, `close-after`: the connection dies; not carried out, carried out.
 * - `code`: refused with `code`; not carried out.
 */
export type SocketFaultKind = (typeof socketFaultKinds)[number];

/** What happens to a command, with its details. */
export interface SocketFault {
  /** What happens. */
  readonly kind: SocketFaultKind;
  /** For `code`: exactly as the table writes it. */
  readonly code?: string;
  /** For `delay`. @default 50 */
  readonly delayMs?: number;
  /** For `code`: whether the command is carried out all the same. @default false */
  readonly executed?: boolean;
  /**
   * The command waits that long, in milliseconds, and is then carried out if it is still valid; nothing comes of it on this
   * connection. @default it does not wait
   */
  readonly executedAfterMs?: number;
}

/** Faults by chance, the same for the same seed and the same commands. */
export interface SocketFaultTable {
  /** Share of the commands that fail, from 0 to 1. */
  readonly rate: number;
  /** Drawn with equal chance. */
  readonly kinds: readonly (SocketFaultKind | SocketFault)[];
  /** The same seed draws the same faults. @default 1 */
  readonly seed?: number;
  /** Names of the commands that fail. @default all */
  readonly commands?: readonly string[];
}

interface PlannedSocketFault {
  readonly fault: SocketFault;
  readonly command: string | undefined;
  left: number;
}

/** Decides which command gets which fault: ordered ones first, then by chance. */
export class SocketFaults {
  readonly #table: SocketFaultTable | undefined;
  readonly #draw: () => number;
  #queue: PlannedSocketFault[] = [];

  constructor(table: SocketFaultTable | undefined) {
    this.#table = table;
    this.#draw = seededRandom(table?.seed ?? 1);
  }

  order(fault: SocketFaultKind | SocketFault, times = 1, command?: string): void {
    this.#queue.push({ fault: asFault(fault), command, left: times });
  }

  next(command: string): SocketFault | undefined {
    const queued = this.#queue.find((one) => one.command === undefined || one.command === command);
    if (!queued) return this.#byChance(command);
    queued.left -= 1;
    if (queued.left === 0) this.#queue = this.#queue.filter((one) => one !== queued);
    return queued.fault;
  }

  #byChance(command: string): SocketFault | undefined {
    const table = this.#table;
    if (!table || (table.commands && !table.commands.includes(command))) return undefined;
    const isHit = this.#draw() < table.rate;
    const kind = table.kinds[Math.floor(this.#draw() * table.kinds.length)];
    return isHit && kind !== undefined ? asFault(kind) : undefined;
  }
}

function asFault(fault: SocketFaultKind | SocketFault): SocketFault {
  return typeof fault === 'string' ? { kind: fault } : fault;
}

/** Whether the exchange gets to see the command. */
export function arrives(fault: SocketFault | undefined): boolean {
  return fault?.kind !== 'request-lost' && fault?.kind !== 'close-before' && fault?.kind !== 'half-open';
}
