// A sample as the simulator takes it, unsigned.
import type { SimRequest } from '../../src/testing/index.ts';
import type { Sample } from '../../tools/samples.ts';

export function requestOf({ method, path, params, as }: Sample): SimRequest {
  if (as === 'json') return { method, path, body: JSON.stringify(params) };
  const pairs = String(new URLSearchParams(Object.entries(params)));
  return { method, path, [as === 'form' ? 'body' : 'query']: pairs };
}
