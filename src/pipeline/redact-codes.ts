// Takes secrets out of the codes of a failure, which some exchanges write as texts that quote the request.
import { redact } from '../redact.ts';
import type { Entry, Failure } from '../types.ts';

/** Words that a request and a code have in common by chance have no digits, or are shorter than this, in characters. */
const shortest = 8;

/** The same failure, its codes and those of its items without what must not be printed. What a table lists stays as it is. */
export function redactCodes(failure: Failure, secrets: readonly string[]): Failure {
  const { code, entry, items } = failure;
  const quoted = secrets.filter((secret) => secret.length >= shortest && /\d/.test(secret));
  return {
    ...failure,
    ...(code !== undefined && { code: withoutSecrets(code, entry, quoted) }),
    ...(items && {
      items: items.map((item) =>
        item.code === undefined ? item : { ...item, code: withoutSecrets(item.code, undefined, quoted) },
      ),
    }),
  };
}

function withoutSecrets(code: string, entry: Entry | undefined, secrets: readonly string[]): string {
  return code.length < shortest || code === entry?.code ? code : redact(code, secrets);
}
