import { expect, it } from 'vitest';
import { markPure } from '../../scripts/build-pure.ts';

const pure = (name: string, value: string): string => `var ${name} = /* @__PURE__ */ (() => (${value}))();`;
const template = ['`', '{b}:', '{c}`'].join('$');
const after = '\nexport {\n  a\n};\n';

it.each([
  ['a call', 'var a = list(text);', pure('a', 'list(text)')],
  [
    'a spread over lines',
    'var a = {\n  ...b,\n  c: [\n    1;\n  ]\n};',
    pure('a', '{\n  ...b,\n  c: [\n    1;\n  ]\n}'),
  ],
  ['a property that is read', 'var a = globalThis.Date;', pure('a', 'globalThis.Date')],
  ['a product', 'var a = 2 * second;', pure('a', '2 * second')],
  ['a text of parts', `var a = ${template};`, pure('a', template)],
  ['each of two', 'var a = b();\nvar c = d();', `${pure('a', 'b()')}\n${pure('c', 'd()')}`],
])('marks %s', (_, code, marked) => {
  expect(markPure(code + after)).toBe(marked + after);
});

it.each([
  ['a literal', "var a = 'x';"],
  ['a table of literals', 'var a = [\n  1,\n  2\n];'],
  ['an arrow function', 'var a = (b) => b.c();'],
  ['an arrow function of one name', 'var a = async (b) => b.c();'],
  ['a class', 'var a = class _a extends b {\n  c = d();\n};'],
  ['a text of several lines', 'var a = b(`\n  local x = 1;\nreturn x;\n`);'],
  ['what is within a function', 'function a() {\n  var b = c();\n  return b;\n}'],
])('leaves %s as it is', (_, code) => {
  expect(markPure(code + after)).toBe(code + after);
});
