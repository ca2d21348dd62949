// What each action of a policy is called in texts: on pages before it happens, and in the story of a call afterwards.
import type { Decision } from '../decision.ts';

/** Every action that a policy may ask for. */
export type ActionName = Decision['action'];

interface ActionWords {
  /** For a page: what is done about such an answer. */
  readonly will: string;
  /** For the story of a call. @param wait how long it waited, with the unit */
  readonly did: (wait: string) => string;
}

/** One line per action; a policy's answer with another action is no decision. */
export const actions: Readonly<Record<ActionName, ActionWords>> = {
  retry: { will: 'again, later and later', did: (wait) => `Again after ${wait}.` },
  'refresh-clock': {
    will: 'clock refreshed, signed and sent again',
    did: () => 'The clock was to be refreshed.',
  },
  reconcile: {
    will: 'looked up before anything else',
    did: () => 'The exchange was asked what became of it.',
  },
  fail: { will: 'fails at once', did: () => 'That was the end of it.' },
};
