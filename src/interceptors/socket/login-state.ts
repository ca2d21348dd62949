/** Whether the connection is logged in. One log-in at a time, for all who wait for it. */
export class LoginState {
  /** Grows with every log-in: tells a refusal of an old session from one of the new. */
  version = 0;
  readonly #logIn: () => Promise<void>;
  #epoch = 0;
  #entering: Promise<void> | undefined;

  constructor(logIn: () => Promise<void>) {
    this.#logIn = logIn;
  }

  isIn(epoch: number): boolean {
    return this.#epoch === epoch;
  }

  enter(): Promise<void> {
    this.#entering ??= this.#logIn().finally(() => {
      this.#entering = undefined;
    });
    return this.#entering;
  }

  entered(epoch: number): void {
    this.#epoch = epoch;
    this.version += 1;
  }

  /** The exchange says that the session is over, to a command that was sent in this version of it. */
  over(version: number): void {
    if (version === this.version) this.#epoch = 0;
  }
}
