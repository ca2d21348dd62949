/** A request without an answer: what was lost, and ccxt's name for it, so that both are looked at. */
export class Lost extends Error {
  constructor(error: unknown, loss: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: loss ?? error });
    const name = error instanceof Error ? error.name : '';
    this.name = name === 'RequestTimeout' ? 'TimeoutError' : name;
  }
}
