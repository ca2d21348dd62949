import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Everything below has a text in an editor: what the reports of the entry points show, and what those of single exchanges add.
const reports = new URL('../../etc/', import.meta.url);
const source = new URL('../../src/', import.meta.url);
const catalog = new URL('catalog/', source);

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

  it('shows a text at members of members too, and says more than a default', () => {
    const names = new Set(
      readdirSync(reports).flatMap((file) =>
        blocksOf(readFileSync(new URL(file, reports), 'utf8')).map(({ name }) => name),
      ),
    );
    const silent = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        typesOf(readFileSync(new URL(file, source), 'utf8'))
          .filter(({ name }) => names.has(name))
          .flatMap(({ lines }) => silentMembers(lines).map((line) => `${file}: ${line.trim()}`)),
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

/** The exported interfaces and types of a file, each to the empty line behind it. */
function typesOf(text: string): readonly Block[] {
  return text.split('\n\n').flatMap((part) => {
    const [, name] = /^export (?:interface|type) (\w+)/m.exec(part) ?? [];
    return name === undefined ? [] : [{ name, lines: part.split('\n') }];
  });
}

/** Members without a sentence above them, and those that have no line of their own, where no sentence could stand. */
function silentMembers(lines: readonly string[]): readonly string[] {
  return lines.filter((line, at) => {
    if (/\{ readonly \w+\??:/.test(line)) return !line.includes(' extends ');
    if (!/^ +readonly \w+\??:/.test(line)) return false;
    const above = lines[at - 1] ?? '';
    return !above.endsWith('*/') || above.trim().startsWith('/** @default');
  });
}
