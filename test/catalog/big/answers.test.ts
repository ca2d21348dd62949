import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/answers/classify.ts';
import type { Classification } from '../../../src/types.ts';
import { type Body, bodiesOf, drafts } from './drafts.ts';

/** What an answer means, as far as it is written down. */
function meaning(
  { items, ...said }: Body['expected'] | Classification,
  withItems: boolean,
): Body['expected'] {
  const { ok, code, category, outcome, retryAfterMs } = said as Body['expected'];
  return {
    ok,
    ...(code !== undefined && { code }),
    ...(category !== undefined && { category }),
    ...(outcome !== undefined && { outcome }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(withItems &&
      items && {
        items: items.map((item) => ({
          index: item.index,
          ok: item.ok,
          ...(item.code !== undefined && { code: item.code }),
        })),
      }),
  };
}

describe.each(Object.entries(drafts))('answers of %s, read by its definition', (id, exchange) => {
  it.each(bodiesOf(id).map((body, at) => [at, body.why, body] as const))('%i: %s', (_, _why, body) => {
    const { expected, now = Date.now(), ...answer } = body;
    const said = classify(exchange, answer, now);
    const withItems = expected.items !== undefined;
    expect(meaning(said, withItems)).toEqual(meaning(expected, withItems));
  });

  it('are read as data alone', () => {
    expect([exchange.rest.read, exchange.ws?.read, exchange.retryAfter]).toEqual(Array.from({ length: 3 }));
  });
});
