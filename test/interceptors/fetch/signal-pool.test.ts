import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGateway, type Gateway, interceptFetch, mexcContract } from '../../../src/index.ts';

/** A request that the exchange holds. */
interface Held {
  readonly answer: (text: string) => void;
  readonly write: (text: string) => void;
  /** Its socket was closed by us. */
  readonly dropped: Promise<void>;
}

let server: Server;
let base: string;
let gateway: Gateway;
let arrivals: Map<string, (held: Held) => void>;
let send: ReturnType<typeof interceptFetch>;

const good = '{"success":true,"code":0,"data":1}';

function hold(response: ServerResponse): Held {
  return {
    answer: (text) => response.end(text),
    write: (text) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write(text);
    },
    dropped: new Promise((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    }),
  };
}

beforeEach(async () => {
  arrivals = new Map();
  server = createServer((request, response) => arrivals.get(request.url ?? '')?.(hold(response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gateway = createGateway({ exchange: mexcContract, limits: false });
  send = interceptFetch(gateway);
});

afterEach(async () => {
  await gateway.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Resolves when the exchange has the request. */
async function sent(path: string, deadlineMs = 60_000): Promise<{ call: Promise<Response>; held: Held }> {
  const arrived = new Promise<Held>((resolve) => arrivals.set(path, resolve));
  const call = send(base + path, { exchange: { deadlineMs } });
  // Its failure is looked at later.
  call.catch(() => undefined);
  return { call, held: await arrived };
}

/** Whether the socket is closed by now, all that is due in this turn of the loop included. */
async function isDropped({ dropped }: Held): Promise<boolean> {
  const later = new Promise<false>((resolve) => setTimeout(() => resolve(false), 20));
  return Promise.race([dropped.then(() => true), later]);
}

it('drops a stalled call with the last of its neighbours, and none of them', async () => {
  const neighbour = await sent('/neighbour');
  const stalled = await sent('/stalled', 50);
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  expect(await isDropped(stalled.held)).toBe(false);
  neighbour.held.answer(good);
  expect(await (await neighbour.call).json()).toEqual(JSON.parse(good));
  await stalled.held.dropped;
});

it('drops a stalled call without neighbours at once', async () => {
  const before = await sent('/before');
  before.held.answer(good);
  await before.call;
  const stalled = await sent('/stalled', 50);
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  await stalled.held.dropped;
});

it('lets no later call keep the socket of a stalled one', async () => {
  const neighbour = await sent('/neighbour');
  const stalled = await sent('/stalled', 50);
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  const later = await sent('/later');
  neighbour.held.answer(good);
  await neighbour.call;
  await stalled.held.dropped;
  later.held.answer(good);
  expect((await later.call).status).toBe(200);
});

it('counts a call once that is answered after it was dropped', async () => {
  const neighbour = await sent('/neighbour');
  const stalled = await sent('/stalled', 50);
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  stalled.held.answer(good);
  expect(await isDropped(neighbour.held)).toBe(false);
  neighbour.held.answer(good);
  expect((await neighbour.call).status).toBe(200);
});

it('leaves alone who goes on over the socket of a neighbour that has ended', async () => {
  const ports: (number | undefined)[] = [];
  server.on('request', ({ url, socket }) => {
    if (url === '/before' || url === '/reuses') ports.push(socket.remotePort);
  });
  const stalled = await sent('/stalled', 300);
  const before = await sent('/before');
  before.held.answer(good);
  await (await before.call).json();
  // By a turn of the loop the client knows that the connection is free.
  expect(await isDropped(stalled.held)).toBe(false);
  // In a group of its own, and over the connection that `before` has left.
  send = interceptFetch(gateway);
  const reuses = await sent('/reuses');
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  await stalled.held.dropped;
  expect(await isDropped(reuses.held)).toBe(false);
  reuses.held.answer(good);
  expect((await reuses.call).status).toBe(200);
  expect(ports).toHaveLength(2);
  expect(ports[0]).toBe(ports[1]);
});

it('keeps a download whose neighbour is dropped', async () => {
  const download = await sent('/download');
  const stalled = await sent('/stalled', 50);
  download.held.write('a,b\n');
  const response = await download.call;
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  download.held.answer('1,2\n');
  expect(await response.text()).toBe('a,b\n1,2\n');
});

it('lets no later call depend on a download', async () => {
  const download = await sent('/download');
  download.held.write('a,b\n');
  const response = await download.call;
  const stalled = await sent('/stalled', 50);
  await expect(stalled.call).rejects.toMatchObject({ reason: 'deadline' });
  await stalled.held.dropped;
  download.held.answer('1,2\n');
  expect(await response.text()).toBe('a,b\n1,2\n');
});

it('drops all of them when the gateway is closed', async () => {
  const stalled = await Promise.all(['/1', '/2', '/3'].map((path) => sent(path)));
  await gateway.close();
  await Promise.all(stalled.map(({ held }) => held.dropped));
});
