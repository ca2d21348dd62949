import { describe, expect, it } from 'vitest';
import { builtIn, exchanges } from '../../src/catalog/all.ts';
import * as root from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

describe('the list of all built-in exchanges', () => {
  it.each(Object.keys(builtIn))('%s is exported from the root under this name', (name) => {
    expect(Reflect.get(root, name)).toBe(builtIn[name]);
  });

  it('lacks none that the root exports', () => {
    const exported = Object.values(root).filter((one) => Object(one).catalog instanceof Map);
    expect(new Set(exchanges)).toEqual(new Set(exported));
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
