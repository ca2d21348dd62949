// A scripted MEXC behind msw, and a gateway to it that sends again 1 ms after a code 510.
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createGateway, type Gateway, mexcContract } from '../../src/index.ts';
import { credentials, type Reply, Script } from './exchange.ts';

/** Registers the hooks of a test file. @returns what opens the exchange for one test */
export function scriptedExchange(): (...replies: Reply[]) => { script: Script; gateway: Gateway } {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return (...replies) => {
    const script = new Script(...replies);
    server.use(script.handler);
    const gateway = createGateway({
      exchange: mexcContract,
      sign: mexcContract.signer(credentials),
      hosts: ['exchange.test'],
      policies: { '510': () => ({ action: 'retry', delayMs: 1 }) },
    });
    return { script, gateway };
  };
}
