/** Why a command got no reply. `answers/unsent.ts` knows the codes. */
export class SocketFault extends Error {
  override readonly name: string = 'SocketFault';
  /** `WS_NOT_OPEN`: it certainly did not leave. The others: nobody knows. */
  readonly code: 'WS_NOT_OPEN' | 'WS_CLOSED' | 'WS_TIMEOUT' | 'WS_SEND_FAILED';

  constructor(code: SocketFault['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
