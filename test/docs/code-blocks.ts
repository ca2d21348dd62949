import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** A block of code of a page. */
export interface CodeBlock {
  /** Page and number: `docs/start.md 2`. */
  readonly title: string;
  readonly page: string;
  readonly code: string;
  /** Whether it says `ts run`. */
  readonly runs: boolean;
  /** The lines of the `text` block that follows: what it prints. */
  readonly prints: readonly string[] | undefined;
}

/** Written by hand, so without what is generated from docstrings or belongs to packages. */
const folders = ['docs', 'docs/recipes', 'docs/decisions', 'docs/discoveries', 'docs/exchanges'];

/** Every page whose code is a promise: the README and the site. */
export function pages(): readonly string[] {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  return ['README.md', ...found.sort()];
}

const fence = /^```(?:ts|js)( run)?\n([\s\S]*?)^```(?:\n\n```text\n([\s\S]*?)^```)?/gm;

export function blocksOf(page: string): readonly CodeBlock[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(fence)].map(([, run, code = '', prints], index) => ({
    title: `${page} ${index + 1}`,
    page,
    code,
    runs: run !== undefined,
    prints: prints?.trimEnd().split('\n'),
  }));
}

/** What each fence of a page says it holds. */
export function fencesOf(page: string): readonly { readonly page: string; readonly info: string }[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```([^\n`]+)$/gm)].map(([, info = '']) => ({ page, info }));
}

/** What a block leaves to its reader, declared so that the compiler can read it. */
const given = `
declare const credentials: { apiKey: string; apiSecret: string };
declare const gateway: import('exchange-interceptors').Gateway;
declare const api: import('axios').AxiosInstance;
declare const socket: WebSocket;
declare const url: string;
declare const order: object;
declare const key: string;
declare const secret: string;
declare const passphrase: string;
declare const clientOrderId: string;
declare const onMarketData: (event: unknown) => void;
`;

/** Packages of others that a page shows and that are not installed here, as far as it uses them. */
export const foreign = `
declare module '@opentelemetry/instrumentation-http' {
  export class HttpInstrumentation {
    constructor(config: { ignoreOutgoingRequestHook: (request: { hostname?: string | null }) => boolean });
  }
}
declare module '@opentelemetry/instrumentation-undici' {
  export class UndiciInstrumentation {
    constructor(config: { ignoreRequestHook: (request: { origin: string }) => boolean });
  }
}
`;

/** The block as a module: only the declarations whose names it does not bring along. */
export function asModule({ code }: CodeBlock): string {
  const wanted = given.split('\n').filter((line) => {
    const name = /declare const (\w+)/.exec(line)?.[1];
    return name !== undefined && !new RegExp(`(const|import)[^;]*\\b${name}\\b[^;]*(=|from)`).test(code);
  });
  return `export {};\n${wanted.join('\n')}\n${code}`;
}
