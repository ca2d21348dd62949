import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster } from 'redis';
import { afterEach, describe, expect, test } from 'vitest';
import type { AnyRedisClient } from '../../src/redis/client.ts';
import { syncScript } from '../../src/redis/script.ts';
import { hasRedis, hasValkey, RedisServer } from '../../tools/redis-server.ts';
import { RedisCluster } from './support/redis-cluster.ts';
import { startStallingProxy } from './support/stalling-proxy.ts';
import { capacity, Traders } from './support/traders.ts';

if (!hasRedis && !process.env['CI'])
  console.warn('redis-server is not installed: deployments are not tested.');

const host = '127.0.0.1';
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What both clients take alike. */
interface Access {
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly ca: Buffer };
}

function viaIoredis({ tls, ...access }: Access): Redis {
  const client = new Redis({ ...access, host, retryStrategy: () => 100, ...(tls && { tls }) });
  ends.push(() => client.disconnect());
  return client;
}

async function viaNodeRedis({ port, tls, ...user }: Access): Promise<AnyRedisClient> {
  const socket = { port, host, reconnectStrategy: () => 100 };
  const client = createClient({ ...user, socket: tls ? { ...socket, ...tls, tls: true } : socket });
  client.on('error', () => undefined);
  await client.connect();
  ends.push(() => client.destroy());
  return client;
}

async function start(options: Parameters<typeof RedisServer.start>[0] = {}): Promise<RedisServer> {
  const server = await RedisServer.start(options);
  ends.push(() => server.kill());
  return server;
}

function trade(clients: readonly AnyRedisClient[]): Traders {
  const traders = new Traders(clients, 'desk');
  ends.push(() => traders.close());
  return traders;
}

describe.skipIf(!hasRedis && !process.env['CI'])('limits are kept over', { timeout: 60_000 }, () => {
  test('a cluster whose slot moves, and whose master dies', async () => {
    const cluster = await RedisCluster.start();
    ends.push(() => cluster.close());
    const nodes = cluster.ports.map((port) => ({ host, port }));
    const reconnectStrategy = (): number => 100;
    const clients = [0, 1].flatMap(() => {
      const one = new Cluster(nodes, { clusterRetryStrategy: reconnectStrategy });
      const other = createCluster({
        rootNodes: nodes.map((socket) => ({ socket })),
        defaults: { socket: { reconnectStrategy } },
      });
      other.on('error', () => undefined);
      ends.push(
        () => one.disconnect(),
        () => other.destroy(),
      );
      return [one, other];
    });
    await Promise.all(clients.map((client) => 'destroy' in client && client.connect()));
    const traders = trade(clients);
    await traders.thrive();
    expect((await cluster.withKeys()).length).toBe(1);
    await cluster.move('{desk}:epoch');
    await traders.thrive();
    await cluster.failOver('{desk}:epoch');
    await traders.thrive();
    expect(traders.busiest).toBeLessThanOrEqual(capacity);
  });

  test('one server, whatever its operator does', async () => {
    const { port } = await start();
    const proxy = await startStallingProxy(port);
    ends.push(() => proxy.close());
    const operator = viaIoredis({ port });
    const traders = trade([
      viaIoredis({ port }),
      await viaNodeRedis({ port }),
      viaIoredis({ port: proxy.port }),
      await viaNodeRedis({ port }),
    ]);
    await traders.thrive();
    const most: Record<string, number> = {};
    const suffer = async (what: string, happen: () => Promise<unknown>): Promise<void> => {
      await happen();
      await traders.thrive();
      most[what] = traders.busiest;
    };
    await suffer('scripts are forgotten', () => operator.script('FLUSH'));
    await suffer('connections are cut', () => operator.call('CLIENT', 'KILL', 'TYPE', 'normal'));
    await suffer('one is cut off by a network that stalls', async () => {
      proxy.stall();
      await sleep(1200);
      proxy.resume();
    });
    await suffer('it becomes a replica for a moment', async () => {
      await operator.replicaof(host, 1);
      await sleep(1200);
      await operator.replicaof('NO', 'ONE');
    });
    await suffer('units are evicted', async () => {
      expect(await operator.del(await operator.keys('{desk}:ip:units:*'))).toBe(1);
    });
    await suffer('everything is flushed', () => operator.flushall());
    expect(Object.entries(most).filter(([, count]) => count > capacity)).toEqual([]);
  });

  test('TLS, by a user who may do no more than the page says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'redis-tls-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=IP:${host}`];
    const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', ...made, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const page = readFileSync(new URL('../../docs/recipes/redis-in-production.md', import.meta.url), 'utf8');
    const rights = /ACL SETUSER (bot [^`]+)/.exec(page)?.[1]?.trim().split(/\s+/) ?? [];
    const commands = [...syncScript.matchAll(/redis\.call,? ?\(?'(\w+)'/g)].map(([, name = '']) =>
      name.toLowerCase(),
    );
    expect(commands.filter((name) => !rights.includes(`+${name}`))).toEqual([]);
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
    const users = ['--user', ...rights, '--user', 'default', 'off'];
    const { port } = await start({ tls: true, args: [...files, '--tls-auth-clients', 'no', ...users] });
    const access = { port, username: 'bot', password: 'password', tls: { ca: readFileSync(cert) } };
    const traders = new Traders([viaIoredis(access), await viaNodeRedis(access)], 'desk:ox-fun');
    ends.push(() => traders.close());
    await traders.thrive();
    expect(traders.busiest).toBeLessThanOrEqual(capacity);
    // But for what a busy machine does.
    expect(traders.troubles.filter((why) => !why.startsWith('no answer'))).toEqual([]);

    const stranger = viaIoredis({ ...access, password: 'wrong' });
    stranger.on('error', () => undefined);
    const strangers = trade([stranger]);
    await sleep(700);
    expect(strangers.bookedAt).toEqual([]);
    expect(strangers.states).toEqual(['alone']);
  });
});

describe.skipIf(!hasValkey)('limits are kept over Valkey', () => {
  test('with both clients', async () => {
    const { port } = await start({ binary: 'valkey-server' });
    const traders = trade([viaIoredis({ port }), await viaNodeRedis({ port })]);
    await traders.thrive();
    expect(traders.busiest).toBeLessThanOrEqual(capacity);
  });
});
