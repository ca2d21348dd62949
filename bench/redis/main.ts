// A limit that processes share over one Redis on loopback: how much of it they use, by how much they go over, what it costs.
// `--json` for programs, `--processes 4,8` for others, `--seconds` for longer runs,
// `--hosts 4` to spread them as gateways over fewer processes of a machine that is too small for so many. Takes about two minutes.
import { parseArgs } from 'node:util';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';
import { capacity, type Measured, run, windowMs } from './bots.ts';
import { type Keyed, measureKeys } from './keys.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    processes: { type: 'string', default: '1,4,16,32' },
    hosts: { type: 'string', default: '1000' },
    books: { type: 'string', default: '10,1000,10000' },
    seconds: { type: 'string', default: '10' },
  },
});
const seconds = Number(values.seconds);
const counts = values.processes.split(',').map(Number);
const bookCounts = values.books.split(',').map(Number);
const progress = startProgress('redis', 2 * (counts.length + bookCounts.length), 'runs');
const rows: Measured[] = [];
for (const processes of counts) {
  for (const isShared of [false, true]) {
    rows.push(await run({ processes, isShared, seconds, hosts: Math.min(processes, Number(values.hosts)) }));
    progress.step();
  }
}
const keyed: Keyed[] = [];
for (const books of bookCounts) {
  for (const isShared of [false, true]) {
    keyed.push(await measureKeys(books, isShared));
    progress.step();
  }
}
progress.end();

print({ capacity, windowMs, rows, keyed }, () => {
  table(
    'processes,used,over,failed,alone,trips/call,Redis us/call,own us/call,idle trips/s,fewest'.split(','),
    rows.map((row) => [
      `${row.processes}${row.isShared ? ' over Redis' : ', a part for each'}`,
      row.used.toFixed(3),
      ...[row.over, row.failed, row.alone].map(String),
      row.tripsPerCall.toFixed(2),
      ...[row.redisUs, row.ownUs, row.idleTripsPerSecond].map((value) => value.toFixed(0)),
      row.fewest.toFixed(2),
    ]),
  );
  table(
    'books,own us/call,Redis us/call,own bytes/book,Redis bytes/book'.split(','),
    keyed.map(({ books, isShared, ownUs, redisUs, ownBytes, redisBytes }) => [
      `${books}${isShared ? ' over Redis' : ''}`,
      ...[ownUs, redisUs, ownBytes, redisBytes].map((value) => value.toFixed(0)),
    ]),
  );
});
