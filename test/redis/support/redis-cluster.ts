// A Redis Cluster of our own, on loopback.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, RedisServer } from '../../../tools/redis-server.ts';

const slots = 16_384;
const masters = 3;

interface Node {
  readonly server: RedisServer;
  /** Where the nodes talk to each other. */
  readonly busPort: number;
  readonly redis: Redis;
  readonly id: string;
}

/** Three masters, each with a third of the slots, and a fourth node that has none. */
export class RedisCluster {
  readonly #nodes: readonly Node[];
  readonly #folder: string;

  private constructor(nodes: readonly Node[], folder: string) {
    this.#nodes = nodes;
    this.#folder = folder;
  }

  static async start(): Promise<RedisCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'redis-cluster-'));
    const nodes = await Promise.all(Array.from({ length: masters + 1 }, () => startNode(folder)));
    const cluster = new RedisCluster(nodes, folder);
    await cluster.#meet();
    return cluster;
  }

  get ports(): readonly number[] {
    return this.#nodes.map(({ server }) => server.port);
  }

  /** The nodes that have keys, by their numbers. */
  async withKeys(): Promise<readonly number[]> {
    const sizes = await Promise.all(this.#nodes.map(({ redis }) => redis.dbsize()));
    return sizes.flatMap((size, number) => (size > 0 ? [number] : []));
  }

  /** Moves the slot of a key with all that is in it to another master, key by key, as resharding does. */
  async move(key: string): Promise<void> {
    const slot = await this.#slotOf(key);
    const from = await this.#ownerOf(slot);
    const to = this.#nodes.slice(0, masters).find(({ id }) => id !== from.id);
    if (!to) throw new Error('there is no other master');
    await to.redis.cluster('SETSLOT', slot, 'IMPORTING', from.id);
    await from.redis.cluster('SETSLOT', slot, 'MIGRATING', to.id);
    for (;;) {
      const [next] = (await from.redis.cluster('GETKEYSINSLOT', slot, 1)) as string[];
      if (next === undefined) break;
      await from.redis.migrate('127.0.0.1', to.server.port, next, 0, 1000);
      // As slowly as a large slot moves: scripts are refused while only some of their keys are there.
      await sleep(30);
    }
    for (const { redis } of [to, ...this.#nodes.slice(0, masters)]) {
      await redis.cluster('SETSLOT', slot, 'NODE', to.id);
    }
  }

  /** Kills the master that has the slot of a key, once the fourth node has all that it has and will take its place. */
  async failOver(key: string): Promise<void> {
    const slot = await this.#slotOf(key);
    const owner = await this.#ownerOf(slot);
    const replica = this.#nodes[masters];
    await replica?.redis.cluster('REPLICATE', owner.id);
    await until(async () => String(await replica?.redis.info('replication')).includes('link_status:up'));
    owner.redis.disconnect();
    await owner.server.kill();
    await until(async () => (await this.#ownerOf(slot)) === replica);
  }

  async close(): Promise<void> {
    for (const { server, redis } of this.#nodes) {
      redis.disconnect();
      await server.kill();
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #slotOf(key: string): Promise<number> {
    return Number(await this.#nodes.at(-1)?.redis.cluster('KEYSLOT', key));
  }

  /** By what the fourth node says, which is never killed. */
  async #ownerOf(slot: number): Promise<Node> {
    const ranges = (await this.#nodes.at(-1)?.redis.cluster('SLOTS')) ?? [];
    const [, , [, port] = []] = ranges.find(([from, to]) => from <= slot && slot <= to) ?? [];
    const owner = this.#nodes.find(({ server }) => server.port === port);
    if (!owner) throw new Error(`no node has the slot ${slot}`);
    return owner;
  }

  async #meet(): Promise<void> {
    const [first, ...others] = this.#nodes;
    for (const [number, { redis }] of this.#nodes.entries()) {
      await redis.cluster('SET-CONFIG-EPOCH', number + 1);
      if (number === masters) break;
      const from = Math.ceil((slots * number) / masters);
      const to = Math.ceil((slots * (number + 1)) / masters);
      await redis.cluster('ADDSLOTS', ...Array.from({ length: to - from }, (_, at) => from + at));
    }
    for (const { server, busPort } of others) {
      await first?.redis.call('CLUSTER', 'MEET', '127.0.0.1', server.port, busPort);
    }
    for (const { redis } of this.#nodes) {
      await until(async () => {
        const info = String(await redis.cluster('INFO'));
        return info.includes('cluster_state:ok') && info.includes(`known_nodes:${masters + 1}`);
      });
    }
  }
}

async function startNode(folder: string): Promise<Node> {
  const busPort = await freePort();
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-config-file': join(folder, `${busPort}.conf`),
    'cluster-node-timeout': '800',
    'cluster-port': String(busPort),
    // The other masters go on.
    'cluster-require-full-coverage': 'no',
    'cluster-replica-validity-factor': '0',
    'repl-diskless-sync-delay': '0',
    dir: folder,
  };
  const server = await RedisServer.start({
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
  });
  const redis = new Redis({ port: server.port, host: '127.0.0.1', retryStrategy: () => 200 });
  redis.on('error', () => undefined);
  return { server, busPort, redis, id: String(await redis.cluster('MYID')) };
}

/** @throws {Error} after 10 s */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('the cluster did not get there within 10 s');
}
