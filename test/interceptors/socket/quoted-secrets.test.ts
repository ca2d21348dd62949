// Whatever comes back over a socket, or is thrown by one, may quote what was sent: the log-in, a token, a signature.
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createGateway, type Gateway, interceptSocket, type WebSocketLike } from '../../../src/index.ts';
import { cases, type SocketCase } from '../../catalog/big/socket-cases.ts';

/** A connection whose far end quotes all frames that it got. */
class QuotingSocket implements WebSocketLike {
  readonly readyState = 1;
  readonly frames: string[] = [];
  readonly #answer: (frame: string, all: string) => string;
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  constructor(greeting: string | undefined, answer: (frame: string, all: string) => string) {
    this.#answer = answer;
    if (greeting !== undefined) setTimeout(() => this.#receive(greeting), 0);
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  send(frame: string): void {
    this.frames.push(frame);
    const reply = this.#answer(frame, this.frames.join(' '));
    queueMicrotask(() => this.#receive(reply));
  }

  close(): void {}

  #receive(data: string): void {
    for (const listener of this.#listeners.get('message') ?? []) listener({ data } as never);
  }
}

/** A refusal in every place in which an exchange may have one, tied to the command that it quotes. */
function refusal(frame: string, quoted: string): string {
  const sent: Record<string, unknown> = frame.startsWith('{') ? JSON.parse(frame) : {};
  const payload = Object(sent['payload']);
  const error = { code: -1, label: quoted, message: quoted, msg: quoted };
  return JSON.stringify({
    ...sent,
    ...error,
    code: quoted,
    retCode: quoted,
    retMsg: quoted,
    status: 400,
    success: false,
    event: 'error',
    request_id: payload.req_id,
    header: { status: '401' },
    data: { errs: error, id: sent['id'], response: { type: 'error', payload: quoted } },
    error: { ...error, code: 13004 },
  });
}

const answers: Readonly<Record<string, (frame: string, all: string) => string>> = {
  'the last frame': (frame) => refusal(frame, frame),
  'all frames': (frame, all) => refusal(frame, all),
  'no JSON': (_, all) => `refused: ${all}`,
  'an error that is thrown': (_, all) => {
    throw new Error(`cannot send ${all}`, { cause: Object.assign(new Error(all), { code: all }) });
  },
};

/** All that is told of a command, by listeners and by its error. */
async function told(one: SocketCase, gateway: Gateway, socket: QuotingSocket): Promise<string> {
  const heard: string[] = [];
  for (const name of [
    'call',
    'sent',
    'attempt',
    'settled',
    'retry',
    'reconcile',
    'giveUp',
    'unlisted',
  ] as const)
    gateway.on(name, (event) => heard.push(inspect(event, { depth: 10, showHidden: true })));
  const commands = interceptSocket(socket, gateway, {
    timeoutMs: 30,
    restOrigin: `https://${one.exchange.hosts[0]}`,
    fetch: async () => Response.json({ error: [], result: { token: 'token-9876543210' } }),
  });
  const thrown = await commands.send(one.place('a')).catch((error: unknown) => error);
  const shown = [inspect(thrown, { depth: 10, showHidden: true, getters: true }), JSON.stringify(thrown)];
  for (let link = thrown; link instanceof Error; link = link.cause)
    shown.push(`${link.stack} ${inspect({ ...link }, { depth: 10 })}`);
  shown.push(inspect(gateway, { depth: 10, showHidden: true }), inspect(commands, { depth: 1 }));
  commands.close();
  expect(thrown).toBeInstanceOf(Error);
  return [...heard, ...shown].join('\n');
}

it.each(cases)('over the socket of $exchange.id $what nothing secret is told', async (one) => {
  const { exchange } = one;
  const greeting =
    exchange.socket?.login?.greeting && JSON.stringify({ sessionId: 'session-1', data: 'welcome' });
  const leaks: string[] = [];
  for (const [what, answer] of Object.entries(answers)) {
    const gateway = createGateway({
      exchange,
      sign: one.sign(),
      maxAttempts: 1,
      deadlineMs: 200,
      limits: false,
    });
    const socket = new QuotingSocket(greeting, answer);
    const all = await told(one, gateway, socket);
    await gateway.close({ timeoutMs: 10 });
    const sent = socket.frames.flatMap((frame) =>
      frame.startsWith('{') ? (frame.match(/(?<=")[^"\s]{24,}(?=")/g) ?? []) : [frame],
    );
    const plain = JSON.stringify(one.place('a'));
    const secrets = ['fake-key', 'fake-secret', 'fake-Phrase-1', 'token-9876543210', ...sent];
    const found = secrets.filter((secret) => all.includes(secret) && !plain.includes(secret));
    leaks.push(
      ...found.map(
        (secret) => `${what}: ${secret} in ${all.slice(all.indexOf(secret) - 80, all.indexOf(secret) + 30)}`,
      ),
    );
  }
  expect(leaks).toEqual([]);
});
