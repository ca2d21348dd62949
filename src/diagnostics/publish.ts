// `publishDiagnostics`: the events of a gateway on channels.
import {
  bad,
  checkGateway,
  type EventName,
  eventNames,
  type Gateway,
  type GatewayEvents,
  type Listener,
} from '../internal.ts';

/** What subscribers of a channel get. */
export interface DiagnosticsMessage<Name extends EventName = EventName> {
  /** Id of the exchange. */
  readonly exchange: string;
  /** Tells several gateways for one exchange apart. */
  readonly gateway: Gateway;
  /** What the gateway's own listeners of that name get. */
  readonly event: GatewayEvents[Name];
}

/**
 * The channel of an event, such as `exchange-interceptors:attempt`.
 * @throws {TypeError} for a name that is none.
 */
export function channelOf(name: EventName): string {
  if (!Object.hasOwn(eventNames, name))
    throw bad('channelOf name', name, "an event's name, such as 'attempt'");
  return `exchange-interceptors:${name}`;
}

/**
 * Publishes every event of the gateway on a channel of Node's `diagnostics_channel`, with a `DiagnosticsMessage`. While a
 * channel has no subscriber its events are not even made. Where the platform has no such channels, as in a browser,
 * nothing happens.
 * @returns a function that ends it.
 * @throws {TypeError} for something that is no gateway.
 */
export function publishDiagnostics(gateway: Gateway): () => void {
  checkGateway('publishDiagnostics', gateway, 'on');
  const channels = channelModule();
  if (!channels) return () => {};
  const names = Object.keys(eventNames) as EventName[];
  const undo = names.map((name) => publish(gateway, name, channels.channel(channelOf(name))));
  return () => {
    for (const off of undo.splice(0)) off();
  };
}

function publish<Name extends EventName>(
  gateway: Gateway,
  name: Name,
  channel: DiagnosticsChannel,
): () => void {
  const exchange = gateway.exchange.id;
  const send = (event: GatewayEvents[Name]): void => {
    channel.publish({ exchange, gateway, event } satisfies DiagnosticsMessage<Name>);
  };
  const listener: Listener<Name> = Object.assign(send, { isWanted: () => channel.hasSubscribers });
  return gateway.on(name, listener);
}

interface DiagnosticsChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

interface ChannelModule {
  channel(name: string): DiagnosticsChannel;
}

/** Looked up and not imported, so that a bundle for browsers names no module of Node's. */
function channelModule(): ChannelModule | undefined {
  const { process } = globalThis as { readonly process?: Partial<Pick<NodeJS.Process, 'getBuiltinModule'>> };
  return process?.getBuiltinModule?.('node:diagnostics_channel');
}
