import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Everything below has a text in an editor: what the reports of the entry points show, and what those of single exchanges add.
const reports = new URL('../../etc/', import.meta.url);
const catalog = new URL('../../src/catalog/', import.meta.url);

describe('hovering over a public name', () => {
  it('shows a text at whatever an entry point exports, and at each of its members', () => {
    const silent = readdirSync(reports).flatMap((file) =>
      blocksOf(readFileSync(new URL(file, reports), 'utf8')).flatMap(({ name, lines }) =>
        lines.flatMap((line, at) =>
          line.includes('(undocumented)') ? [`${file} ${name}: ${lines[at + 1]?.trim()}`] : [],
        ),
      ),
    );
    expect(silent).toEqual([]);
  });

  it('shows a text at each exchange, at its codes, and at the members of its credentials', () => {
    const folders = readdirSync(catalog, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const silent = folders.flatMap(({ name }) =>
      readdirSync(new URL(`${name}/`, catalog))
        .filter((file) => ['index.ts', 'code.ts', 'signer.ts'].includes(file))
        .flatMap((file) => undocumented(readFileSync(new URL(`${name}/${file}`, catalog), 'utf8')))
        .map((line) => `${name}: ${line}`),
    );
    expect(silent).toEqual([]);
  });
});

interface Block {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The exported declarations of a report, each from the comment above it to its end. */
function blocksOf(report: string): readonly Block[] {
  return report
    .split(/\n(?=\/\/ @public)/)
    .map((text) => text.split('\n'))
    .flatMap((lines) => {
      const [, name] = lines.map((line) => /^export (?:abstract )?\w+ (\w+)/.exec(line)).find(Boolean) ?? [];
      return name === undefined ? [] : [{ name, lines }];
    });
}

/** Exported declarations, and members of credentials, without a comment above them. */
function undocumented(text: string): readonly string[] {
  const lines = text.split('\n');
  const isPublic = /^export (?:const|type|interface) \w|^ {2}readonly (?:apiKey|apiSecret|passphrase)\b/;
  return lines.filter((line, at) => isPublic.test(line) && !lines[at - 1]?.endsWith('*/'));
}
