// What happens to each call of a gateway, printed while it happens.
import type { AttemptEvent, CallInfo, Gateway, Outcome } from 'exchange-interceptors';
import { type Screen, type Style, seconds } from './screen.ts';

/** What the gateway did that the exchange's log cannot know. */
export interface Waits {
  /** Calls that waited for a limit or a pause. */
  calls: number;
  waitedMs: number;
  pauses: number;
}

const effects: Readonly<Record<Outcome, string>> = {
  rejected: 'had no effect',
  unknown: 'may have been executed',
  partial: 'done in part',
};

export class Live {
  readonly waits: Waits = { calls: 0, waitedMs: 0, pauses: 0 };
  readonly #screen: Screen;
  readonly #gateway: Gateway;
  readonly #startedAt: number = performance.now();
  #strip: { readonly ids: readonly string[]; readonly done: Set<string> } | undefined;

  constructor(screen: Screen, gateway: Gateway) {
    this.#screen = screen;
    this.#gateway = gateway;
    gateway.on('attempt', (event) => this.#attempt(event));
    gateway.on('throttled', ({ waitedMs }) => {
      this.waits.calls += 1;
      this.waits.waitedMs += waitedMs;
    });
    gateway.on('paused', (event) => {
      this.waits.pauses += 1;
      this.#tell(event, `everybody waits ${seconds(event.pauseMs)}`, 'yellow');
    });
    gateway.on('retry', (event) => {
      if (event.category === 'timestamp') this.#tell(event, 'is signed anew and goes again', 'yellow');
    });
    gateway.on('clock', ({ kind, offsetMs, errorMs }) => {
      const read = `the exchange is ${seconds(offsetMs)} ahead, give or take ${seconds(errorMs)}`;
      this.#print('clock', kind === 'refreshed' ? read : `could not be read (${kind})`, 'cyan');
    });
    gateway.on('reconcile', (event) => {
      const found = 'looked up: it stands, so it is not sent again';
      this.#tell(event, event.result === 'found' ? found : `looked up: ${event.result}`, 'cyan');
    });
    gateway.on('giveUp', (event) => {
      const { category, attempts } = event.error;
      this.#tell(
        event,
        `gives up (${category}) after ${attempts} request${attempts === 1 ? '' : 's'}`,
        'red',
      );
    });
  }

  /** Shows these orders as one strip, a character each, until `ending` is over. */
  async strip(ids: readonly string[], ending: Promise<unknown>): Promise<void> {
    this.#strip = { ids, done: new Set() };
    const timer = setInterval(() => this.#screen.status(this.#drawStrip()), 100);
    const early = setTimeout(() => this.#screen.line(this.#drawStrip()), 300);
    try {
      await ending;
    } finally {
      clearInterval(timer);
      clearTimeout(early);
      this.#screen.line(this.#drawStrip());
      this.#strip = undefined;
    }
  }

  #drawStrip(): string {
    const { ids = [], done = new Set() } = this.#strip ?? {};
    const marks = ids.map((id) => (done.has(id) ? '#' : '.'));
    const { queued } = this.#gateway.stats();
    return `${this.#time()}  [${marks.join('')}] ${done.size} done, ${queued} wait for the limit`;
  }

  #attempt(event: AttemptEvent): void {
    const { ok, attempt, clientOrderId, code, category = 'unknown', outcome = 'unknown' } = event;
    if (ok && this.#strip && clientOrderId !== undefined) {
      this.#strip.done.add(clientOrderId);
      return;
    }
    const failure = [code, `${category},`, effects[outcome]].filter(Boolean).join(' ');
    this.#tell(event, `attempt ${attempt}: ${ok ? 'ok' : failure}`, ok ? 'green' : 'red');
  }

  #tell(event: CallInfo, what: string, style: Style): void {
    this.#print(event.clientOrderId === undefined ? 'look-up' : `order ${event.clientOrderId}`, what, style);
  }

  #print(who: string, what: string, style: Style): void {
    this.#screen.line(`${this.#time()}  ${who.padEnd(10)}  ${this.#screen.paint(style, what)}`);
  }

  #time(): string {
    return seconds(performance.now() - this.#startedAt).padStart(9);
  }
}
