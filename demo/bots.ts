// What the demo compares: a bot with the package beside bots without it, all on one client.
import type { Gateway } from 'exchange-interceptors';
import type { Bot, BotOptions } from '../tools/bots.ts';

/** A bot with a gateway, whose events the demo tells. */
export type GatewayBot = Bot & { readonly gateway: Gateway };

/** The bots of one client. */
export interface Bots {
  readonly withUs: (options: BotOptions) => GatewayBot;
  /** By the names that the tables show. */
  readonly without: Readonly<Record<string, (options: BotOptions) => Bot>>;
}
