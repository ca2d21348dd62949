// Makes the gateway that a record is played through.
import { createGateway, type Exchange, type Gateway } from '../../internal.ts';
import { withMiddleOfJitter } from './virtual-time.ts';

/**
 * A gateway with its defaults. Its signatures are empty, since nothing is sent.
 * @param canReconcile whether it has a look-up for lost orders, which finds each of them
 */
export function makeGateway(exchange: Exchange, canReconcile: boolean): Gateway {
  const reconcile = { ask: () => ({ found: true, response: '' }) as const, settleMs: 0, asks: 1 };
  return withMiddleOfJitter(() =>
    createGateway({ exchange, sign: () => ({}), ...(canReconcile && { reconcile }) }),
  );
}
