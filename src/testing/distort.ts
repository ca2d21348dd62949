// What a fault makes of an answer.
import type { DrawnFault } from './fault-plan.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Delivery } from './sim-request.ts';

/** An answer before a fault and the transport change it. */
export interface DraftAnswer {
  readonly status: number;
  /** The code of a refusal. */
  readonly code?: string;
  readonly type: 'json' | 'html' | 'text';
  readonly text: string;
  readonly retryAfterMs?: number;
  /** Whether a write took effect. */
  readonly executed: boolean;
}

interface Effect {
  /** Whether the exchange does what it is told before the fault shows. */
  readonly executes: boolean | 'coin';
  /** Whether the request gets as far as the exchange's counters. */
  readonly arrives: boolean;
  readonly delivery: Delivery;
}

const normal: Effect = { executes: true, arrives: true, delivery: 'whole' };

const effects: Readonly<Record<FaultKind, Effect>> = {
  'request-lost': { executes: false, arrives: false, delivery: 'none' },
  'answer-lost': { ...normal, delivery: 'none' },
  'error-before': { ...normal, executes: false },
  'error-after': normal,
  truncated: { ...normal, delivery: 'cut' },
  'cut-json': normal,
  garbage: normal,
  html: { executes: false, arrives: false, delivery: 'whole' },
  'html-502': { ...normal, executes: 'coin' },
  delay: normal,
  code: { ...normal, executes: false },
  throttle: { ...normal, executes: false },
};

/** What a fault lets happen; none lets everything happen. */
export function effectOf({ fault, coin }: DrawnFault): Effect & { executes: boolean } {
  const effect = fault ? effects[fault.kind] : normal;
  const isLate = fault?.executedAfterMs !== undefined;
  const executes =
    fault?.items !== undefined || (fault?.executed ?? (effect.executes === 'coin' ? coin : effect.executes));
  return { ...effect, arrives: effect.arrives || executes || isLate, executes: executes && !isLate };
}

/** The page of a proxy or an edge, the same for every exchange: nothing in it can be recognised. */
export function htmlPage(status: number, title: string): Pick<DraftAnswer, 'status' | 'type' | 'text'> {
  const text = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, type: 'html', text };
}

/** The first half: never the whole, never valid JSON. */
export function firstHalf(text: string): string {
  return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
}

/** Writes the exchange's own refusals, for faults that are answered by the exchange. */
export interface Phrases {
  readonly server: () => DraftAnswer;
  readonly code: (code: string | undefined) => DraftAnswer;
  readonly throttle: (retryAfterMs: number | undefined) => DraftAnswer;
}

/** Puts the fault's answer in place of the right one. */
export function distort(draft: DraftAnswer, fault: Fault, phrases: Phrases): DraftAnswer {
  const { executed } = draft;
  switch (fault.kind) {
    case 'request-lost':
      return { status: 0, type: 'text', text: '', executed };
    case 'answer-lost':
    case 'truncated':
    case 'delay':
      return draft;
    case 'error-before':
    case 'error-after':
      return { ...phrases.server(), executed };
    case 'cut-json':
      return { ...draft, text: firstHalf(draft.text) };
    case 'garbage':
      return { status: 200, type: 'text', text: '\u0000\u0001upstream<<', executed };
    case 'html':
      return { ...htmlPage(403, 'Forbidden'), executed };
    case 'html-502':
      return { ...htmlPage(502, 'Bad Gateway'), executed };
    case 'code':
      return { ...phrases.code(fault.code), executed };
    case 'throttle':
      return { ...phrases.throttle(fault.retryAfterMs), executed };
  }
}
