import { describe, expect, it } from 'vitest';
import { defineExchange } from '../../src/catalog/define.ts';
import { routeReader } from '../../src/catalog/routes.ts';
import type { ExchangeSpec } from '../../src/index.ts';

const spec: ExchangeSpec = {
  id: 'liquid',
  name: 'Liquid',
  table: { source: 'https://example.com', rows: [] },
  rest: { code: [], ok: [], message: [], flags: [], bare: true },
  routes: [
    {
      path: '/exchange',
      params: { 'action.type': ['cancel', 'cancelByCloid'] },
      kind: 'cancel',
      signed: true,
    },
    { path: '/exchange', params: { 'action.type': 'modify' }, kind: 'order', amends: true, signed: true },
    { path: '/exchange', params: { 'action.type': true }, kind: 'order', signed: true },
    { path: '/info', kind: 'read' },
  ],
};
const given = (type: string | undefined) => ({
  param: (name: string) => (name === 'action.type' ? type : undefined),
});

describe('routes that share a path', () => {
  const routeOf = routeReader(defineExchange(spec));

  it.each([
    ['order', { kind: 'order' }],
    ['cancel', { kind: 'cancel' }],
    ['cancelByCloid', { kind: 'cancel' }],
    ['modify', { kind: 'order', amends: true }],
    [undefined, { kind: 'write', signed: false }],
  ])('are told apart by a parameter: %s', (type, route) => {
    expect(routeOf('POST', '/exchange', given(type))).toMatchObject(route);
  });

  it('are the same objects from call to call, so that what they cost is found once', () => {
    expect(routeOf('POST', '/exchange', given('order'))).toBe(routeOf('POST', '/exchange', given('order')));
  });

  it('ask for no parameter where no route of the path has one', () => {
    const forbidden = {
      param: (): undefined => {
        throw new Error('asked');
      },
    };
    expect(routeOf('POST', '/info', forbidden)).toMatchObject({ kind: 'read' });
    expect(() => routeOf('POST', '/exchange', forbidden)).toThrow('asked');
  });

  it('may not contradict each other', () => {
    const twice = { path: '/exchange', params: { a: '1' } } as const;
    expect(() =>
      defineExchange({
        ...spec,
        routes: [
          { ...twice, kind: 'order' },
          { ...twice, kind: 'read' },
        ],
      }),
    ).toThrow(/`routes\[1\]` takes one rule for `\* \/exchange \* \{"a":"1"\}`/);
    expect(() =>
      defineExchange({ ...spec, routes: [{ path: '/a', params: { a: [] }, kind: 'read' }] }),
    ).toThrow(/`routes\[0\].params\['a'\]` takes at least one/);
  });
});
