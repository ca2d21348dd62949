// Gateways in this process that want more than they share, and an exchange that counts what it gets.
import { setTimeout as sleep } from 'node:timers/promises';
import { createGateway, type Gateway, interceptFetch, mexcContract } from '../../../src/index.ts';
import type { AnyRedisClient } from '../../../src/redis/client.ts';
import { busiest } from './busiest.ts';

export const capacity = 40;
const windowMs = 500;
const url = 'https://contract.mexc.com/api/v1/contract/detail';

/** Traders with a connection of their own each. */
export class Traders {
  readonly bookedAt: number[] = [];
  /** What the event `redis` last said, by trader. */
  readonly states: string[] = [];
  /** Why a trader went alone, each time. */
  readonly troubles: string[] = [];
  readonly #gateways: Gateway[];
  #isOver = false;

  constructor(clients: readonly AnyRedisClient[], prefix: string) {
    this.#gateways = clients.map((client, trader) => {
      const gateway = createGateway({
        exchange: mexcContract,
        limits: [{ name: 'all', scope: 'ip', capacity, windowMs, reserve: 0 }],
        redis: { client, prefix },
        deadlineMs: 60_000,
      });
      gateway.on('redis', ({ state, why }) => {
        this.states[trader] = state;
        if (state === 'alone') this.troubles.push(why);
      });
      const send = interceptFetch(gateway, () => this.#book());
      for (let at = 0; at < capacity / 2; at += 1) void this.#work(send);
      return gateway;
    });
  }

  /** The most in any window. */
  get busiest(): number {
    return busiest(this.bookedAt, windowMs);
  }

  /** All of them share again, and two windows more were used. */
  async thrive(): Promise<void> {
    while (this.states.length < this.#gateways.length || this.states.some((state) => state !== 'shared')) {
      await sleep(20);
    }
    const enough = this.bookedAt.length + 2 * capacity;
    while (this.bookedAt.length < enough) await sleep(20);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#gateways.map((gateway) => gateway.close()));
  }

  async #work(send: typeof fetch): Promise<void> {
    while (!this.#isOver) await send(url).catch(() => undefined);
  }

  /** Booked anywhere between sending and answer. */
  async #book(): Promise<Response> {
    await sleep(Math.random() * 10);
    this.bookedAt.push(performance.now());
    await sleep(Math.random() * 10);
    const headers = { 'content-type': 'application/json' };
    return new Response('{"success":true,"code":0,"data":1}', { headers });
  }
}
