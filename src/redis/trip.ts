import type { RedisClient } from './client.ts';

export type TripEnd = { readonly raw: unknown } | { readonly why: string };

interface Script {
  readonly script: string;
  readonly keys: string[];
  readonly args: string[];
}

interface Aftermath {
  /** The client has ended it, be it after it was given up. */
  readonly settled: () => void;
  /** It was given up and answered still: a sign that Redis is back. */
  readonly late: () => void;
}

/** One script run. Settles within `timeoutMs` and a little, whatever the client does. */
export function travel(
  client: RedisClient,
  what: Script,
  timeoutMs: number,
  aftermath: Aftermath,
): Promise<TripEnd> {
  return new Promise((resolve) => {
    let late = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (result: TripEnd): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const giveUp = (): void => {
      late = true;
      end({ why: `no answer within ${timeoutMs} ms` });
    };
    // After a stall of this process the answer may be there already, unread: sockets get one turn before the verdict.
    timer = setTimeout(() => {
      timer = setTimeout(giveUp, 0);
    }, timeoutMs);
    begin(client, what).then(
      (raw) => {
        aftermath.settled();
        if (late) aftermath.late();
        else end({ raw });
      },
      (error: unknown) => {
        aftermath.settled();
        end({ why: reasonOf(error) });
      },
    );
  });
}

/** A client may also throw at once. */
async function begin(client: RedisClient, { script, keys, args }: Script): Promise<unknown> {
  return client.eval(script, keys, args);
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message || error.name : String(error)).slice(0, 200);
}
