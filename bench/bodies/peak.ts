// Run by main.ts: how far the memory of a process rises above what it held before, with one body at a time.
import { contenders } from './contenders.ts';

const [name, url = ''] = process.argv.slice(2);
const contender = contenders(url).find((one) => one.name === name);
if (!contender || !globalThis.gc) throw new Error('takes --expose-gc, a contender and a URL');
globalThis.gc();
const before = process.memoryUsage().rss;
for (let made = 0; made < 5; made += 1) {
  await contender.call();
  globalThis.gc();
}
// `maxRSS` counts kilobytes.
console.log(process.resourceUsage().maxRSS * 1024 - before);
process.exit(0);
