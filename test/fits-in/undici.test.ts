import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { afterwards, caught, open, orderOf, orderPath, sawBy } from './support.ts';
import { throughGateway } from './through-gateway.ts';

/** Of a file without what its lines are broken by: a page has shorter ones. */
const text = (path: string): string =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .replaceAll(/^\s*\* ?(?=\w)|^\s*(?=\*\/)/gm, '')
    .replaceAll(/\s+/g, '')
    .replaceAll(/,(?=[)\]}])/g, '');

describe("undici's compose over a gateway", () => {
  it('is shown on the page word by word as it is tested here', () => {
    expect(text('../../docs/recipes/fits-in.md')).toContain(text('through-gateway.ts'));
  });

  it('ends a call that waits for a limit when the caller aborts, and sends nothing', async () => {
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 60_000 }] as const;
    const { exchange, base, gateway } = await open({ limits });
    const dispatcher = new Agent().compose(throughGateway(gateway));
    afterwards(() => dispatcher.close());
    const place = async (id: string, signal?: AbortSignal): Promise<unknown> => {
      const options = { method: 'POST', dispatcher, body: JSON.stringify(orderOf(id)) } as const;
      return (await request(`${base}${orderPath}`, signal ? { ...options, signal } : options)).body.json();
    };
    await place('1');
    const aborter = new AbortController();
    const waiting = caught(place('2', aborter.signal));
    const reason = new Error('changed my mind');
    setImmediate(() => aborter.abort(reason));
    expect(await waiting).toBe(reason);
    expect(sawBy(exchange)).toEqual(['POST 1 ok executed signed']);
  });
});
