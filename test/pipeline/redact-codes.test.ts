import { describe, expect, it } from 'vitest';
import { redactCodes } from '../../src/pipeline/redact-codes.ts';
import type { Failure } from '../../src/types.ts';

const failed = (more: object): Failure => ({ ok: false, category: 'unknown', outcome: 'unknown', ...more });
const key = 'key-5f0e9a1c';

describe('the codes of a failure', () => {
  it('lose what is quoted of the request, those of the items too', () => {
    const read = failed({
      code: `EAPI:Invalid key:${key}`,
      items: [
        { index: 0, ok: true },
        { index: 1, ok: false, code: `no ${key}` },
      ],
    });
    expect(redactCodes(read, [key])).toEqual({
      ...read,
      code: 'EAPI:Invalid key:[redacted]',
      items: [
        { index: 0, ok: true },
        { index: 1, ok: false, code: 'no [redacted]' },
      ],
    });
  });

  it('stay where a table lists them, and where a word is common by chance', () => {
    const entry = {
      code: `listed ${key}`,
      text: '',
      source: '',
      category: 'auth',
      outcome: 'rejected',
    } as const;
    const listed = failed({ code: entry.code, entry });
    expect(redactCodes(listed, [key])).toEqual(listed);
    const common = failed({ code: 'INVALID_MARGIN_MODE' });
    expect(redactCodes(common, ['margin', 'margin_mode'])).toEqual(common);
  });
});
