// @ts-check
// What it costs to understand an answer, beside the parse that it cannot do without. `--json` for programs.
// Takes about 10 s.
import { classify, mexcContract } from '../../dist/index.js';
import { answerOf, compareAll, print } from '../harness.js';

const headers = { 'content-type': 'application/json' };
const padding = {
  requestId: 'a'.repeat(36),
  hints: Array.from({ length: 27 }, (_, at) => `the price is off ${at}`),
};

/**
 * @param {string} text
 * @returns {readonly import('../harness.js').Contender[]}
 */
function contenders(text) {
  const value = JSON.parse(text);
  // What is made is kept, or the compiler leaves it out.
  let kept;
  return [
    { name: 'JSON.parse', sync: true, call: () => (kept = JSON.parse(text)) },
    { name: 'JSON.parse again (noise)', sync: true, call: () => (kept = JSON.parse(text)) },
    {
      name: 'classify, parse included',
      sync: true,
      call: () => (kept = classify(mexcContract, { status: 200, headers, body: text })),
    },
    {
      name: 'classify alone, parsed before',
      sync: true,
      call: () => (kept = classify(mexcContract, { status: 200, headers, body: value })),
      end: () => kept,
    },
  ];
}

const settings = { calls: 40_000, rounds: 21 };
/** @type {Readonly<Record<string, string>>} */
const texts = {
  'error, 1 kB': JSON.stringify({ success: false, code: 2015, message: 'invalid', data: padding }),
  'good answer, 1 kB': answerOf(1000),
  'error, 100 B': JSON.stringify({ success: false, code: 510, message: 'Requests are too frequent' }),
};
const plan = Object.entries(texts).map(([title, text]) => [
  title,
  { contenders: () => contenders(text), settings },
]);
print(await compareAll('classify', Object.fromEntries(plan)));
