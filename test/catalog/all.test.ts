import { describe, expect, it } from 'vitest';
import { builtIn, exchanges } from '../../src/catalog/built-in.ts';
import * as root from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

describe('the list of all built-in exchanges', () => {
  it.each(Object.entries(builtIn))('%s is the export of its own entry point', async (name, exchange) => {
    const entry: object = await import(`../../src/catalog/${exchange.id}/index.ts`);
    expect(new Set(Object.values(entry))).toEqual(new Set([exchange]));
    expect(Reflect.get(entry, name)).toBe(exchange);
  });

  it.each(['ktx', 'mexcContract', 'lbankContract', 'oxFun', 'chainUp'])(
    '%s is exported from the root too',
    (name) => {
      expect(Reflect.get(root, name)).toBe(builtIn[name]);
    },
  );

  it('lacks none that the root exports', () => {
    const exported = Object.entries(root).filter(([, one]) => Object(one).catalog instanceof Map);
    for (const [name, exchange] of exported) expect(builtIn[name]).toBe(exchange);
  });

  it.each(exchanges.map(({ id }) => id))('%s can be simulated', (id) => {
    const exchange = exchanges.find((one) => one.id === id);
    expect(() => exchange && simulateExchange(exchange)).not.toThrow();
  });

  it('names each by its id in camel case, but for what is written as one word', () => {
    const camel = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const names = Object.entries(builtIn).map(([name, { id }]) => [
      name.toLowerCase(),
      camel(id).toLowerCase(),
    ]);
    for (const [name, id] of names) expect(name).toBe(id);
  });
});
