// A million calls, 64 at a time, half through axios and half through fetch, on stubs: what the heap holds after every
// 100,000. `--json` for programs, `--calls` for another number. Takes about 50 s.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import axios from 'axios';
import { interceptAxios, interceptFetch } from 'exchange-interceptors';
import { heapBytes } from '../../tools/measure.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';
import { axiosStub, fetchStub, url, wideGateway } from '../stubs.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, calls: { type: 'string', default: '1000000' } },
});
const calls = Number(values.calls);
const step = calls / 10;
const gateway = wideGateway();
const instance = axios.create({ adapter: axiosStub });
interceptAxios(instance, gateway);
const send = interceptFetch(gateway, fetchStub);

async function make(count: number): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 2;
      await instance.get(url);
      await (await send(url)).json();
    }
  };
  await Promise.all(Array.from({ length: 64 }, work));
}

const marks: { readonly calls: number; readonly heapBytes: number }[] = [];
const progress = startProgress('memory', 10, 'tenths');
for (let made = step; made <= calls; made += step) {
  await make(step);
  // The limits' windows drop what is over when the next calls come.
  await sleep(600);
  await make(128);
  marks.push({ calls: made, heapBytes: heapBytes() });
  progress.step();
}
progress.end();
await gateway.close();
const first = marks[0]?.heapBytes ?? Number.NaN;
const rows = marks.map((mark) => ({ ...mark, ratio: mark.heapBytes / first }));
print(rows, () =>
  table(
    ['calls', 'heap, over that after the first tenth'],
    rows.map(({ calls: made, ratio }) => [String(made), ratio.toFixed(3)]),
  ),
);
