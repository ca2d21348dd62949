// A promise that is settled from outside. `Promise.withResolvers` is missing in Node 20.

export interface DeferredPromise {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** All who wait for one event share one of these; for the next event a new one is made. */
export function deferred(): DeferredPromise {
  let resolve = (): void => {};
  let reject = (_error: Error): void => {};
  const promise = new Promise<void>((onDone, onError) => {
    resolve = onDone;
    reject = onError;
  });
  return { promise, resolve, reject };
}
