import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What the files of a folder of `src` import of another one. */
function imports(from: string, of: string): readonly string[] {
  const found = readdirSync(`src/${from}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(`src/${from}/${name}`, 'utf8').matchAll(new RegExp(`'(?:\\.\\./)+${of}/([^']+)'`, 'g')),
    ])
    .map(([, file]) => file ?? '');
  return [...new Set(found)].sort();
}

it('Redis knows of the throttle the interface that it implements, and the window', () => {
  expect(imports('redis', 'throttle')).toEqual(['rate-window.ts', 'shared-limiter.ts']);
});

it('the throttle knows nothing of Redis', () => {
  expect(imports('throttle', 'redis')).toEqual([]);
});
