// What it costs to understand an answer, beside the parse that it cannot do without. `--json` for programs.
// Takes about 10 s.
import { classify, mexcContract } from 'exchange-interceptors';
import { type Contender, compareAll, type Plan, printSections } from '../../tools/compare.ts';
import { answerOf } from '../../tools/loopback.ts';
import { print } from '../../tools/table.ts';

const headers = { 'content-type': 'application/json' };
const padding = {
  requestId: 'a'.repeat(36),
  hints: Array.from({ length: 27 }, (_, at) => `the price is off ${at}`),
};

function contenders(text: string): readonly Contender[] {
  const value: unknown = JSON.parse(text);
  // What is made is kept, or the compiler leaves it out.
  let kept: unknown;
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
const texts = {
  'error, 1 kB': JSON.stringify({ success: false, code: 2015, message: 'invalid', data: padding }),
  'good answer, 1 kB': answerOf(1000),
  'error, 100 B': JSON.stringify({ success: false, code: 510, message: 'Requests are too frequent' }),
};
const plan: Plan = {};
for (const [title, text] of Object.entries(texts))
  plan[title] = { contenders: () => contenders(text), settings };
const sections = await compareAll('classify', plan);
print(sections, () => printSections(sections));
