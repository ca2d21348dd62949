// The script that Redis runs for each message of a process.
import { openBooks } from './script/books.ts';
import { grantPermits } from './script/grants.ts';
import { openMarker } from './script/marker.ts';
import { openGroups } from './script/members.ts';
import { sharePauses } from './script/pauses.ts';

/**
 * One message of one process, atomic: it says what became of its permits, then asks for new ones. Redis's clock alone
 * counts. There are two groups of processes: 1, all of the prefix, which share the limits of the IP, and 2, those of one
 * account. Keys: 1 the marker of the ledger; 2 and 3 the processes of group 1 and what is paused for them; 4 and 5 the
 * same of group 2; then two for each limit of the message: its units (a sorted set, `token:weight` by the instant of
 * return) and its book (settings and the sum of the weights).
 *
 * The parts run in this order, as one chunk: a local of one is seen by all that follow.
 */
export const syncScript: string = openMarker + openGroups + sharePauses + openBooks + grantPermits;
