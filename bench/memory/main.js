// @ts-check
// A million calls, 64 at a time, half through axios and half through fetch, on stubs: what the heap holds after every
// 100,000. `--json` for programs, `--calls` for another number. Takes about 50 s.
import { parseArgs } from 'node:util';
import axios from 'axios';
import { interceptAxios, interceptFetch } from '../../dist/index.js';
import { table, wideGateway } from '../harness.js';
import { axiosStub, fetchStub } from '../overhead/contenders.js';
import { startProgress } from '../progress.js';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, calls: { type: 'string', default: '1000000' } },
});
const calls = Number(values.calls);
const step = calls / 10;
const gateway = wideGateway();
const instance = axios.create({ adapter: axiosStub });
interceptAxios(instance, gateway);
const send = interceptFetch(gateway, fetchStub);
const url = 'http://127.0.0.1/api/v1/contract/ticker';

/** @param {number} count */
async function make(count) {
  let left = count;
  const work = async () => {
    while (left > 0) {
      left -= 2;
      await instance.get(url);
      await (await send(url)).json();
    }
  };
  await Promise.all(Array.from({ length: 64 }, work));
}

function heap() {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** @type {{ calls: number, heapBytes: number }[]} */
const marks = [];
const progress = startProgress('memory', 10, 'tenths');
for (let made = step; made <= calls; made += step) {
  await make(step);
  // What rests in the limits' windows is let go by the calls after it.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await make(128);
  marks.push({ calls: made, heapBytes: heap() });
  progress.step();
}
progress.end();
await gateway.close();
const first = marks[0]?.heapBytes ?? Number.NaN;
const rows = marks.map((mark) => ({ ...mark, ratio: mark.heapBytes / first }));
if (values.json) console.log(JSON.stringify(rows, undefined, 2));
else {
  table(
    ['calls', 'heap, over that after the first tenth'],
    rows.map(({ calls: made, ratio }) => [String(made), ratio.toFixed(3)]),
  );
}
