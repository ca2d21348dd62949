// A client that bots are written with: the row that it has in the tests.
import type { Exchange, Gateway } from '../../src/index.ts';

/** Places an order of 1 for 1 under that client order id. */
export type Place = (clientOrderId: string) => Promise<unknown>;

export interface RealClient {
  readonly name: string;
  readonly exchange: Exchange;
  /** Hooks the client to the gateway, as the recipe has it. */
  readonly open: (gateway: Gateway, baseUrl: string) => Place;
  /** A client order id that it takes. @default what its exchange takes */
  readonly id?: (number: number) => string;
  /** Where our error is under one of its own. @default it throws ours */
  readonly ours?: 'gone' | 'its cause';
  /** Whether it is no client of an exchange's, so that the gateway has to sign. @default false */
  readonly signsNothing?: boolean;
  /** Whether nobody but it can sign, and look-ups need no signature. @default false */
  readonly signsAlone?: boolean;
  /** Whether it signs in another order than the simulator can check. @default false */
  readonly isUnverified?: boolean;
  /** Whether the time stands in a token that the simulator does not read. @default false */
  readonly hidesTime?: boolean;
  /** Whether its exchange is asked for an order by the order itself, sent once more. @default false */
  readonly repeatIsLookUp?: boolean;
  /** Whether who is throttled has to wait for longer than the deadline in the tests. @default false */
  readonly throttlesLong?: boolean;
}
