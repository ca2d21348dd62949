// Writes the codes of an exchange as a type, from its tables: `test/catalog/docs.test.ts` keeps `src/catalog/<id>/code.ts` equal
// to it. The tables are built when a code is first looked up, so no type can be inferred from them.
import type { Exchange } from '../src/catalog/exchange.ts';

const width = 110;

/** The text of `code.ts`. @param exported the name under which the package exports the exchange */
export function renderCodes(exported: string, exchange: Exchange): string {
  const name = `${exported.charAt(0).toUpperCase()}${exported.slice(1)}Code`;
  const lines: string[] = [];
  for (const code of codesOf(exchange)) {
    const member = `| ${quoted(code)}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + member.length < width)
      lines[lines.length - 1] = `${last} ${member}`;
    else lines.push(`  ${member}`);
  }
  return `// The codes of ${exchange.name} as a type. Generated from its tables: do not edit, see \`src/catalog/README.md\`.

/** A code that the tables of ${exchange.name} list. */
export type ${name} =
${lines.join('\n')};
`;
}

/** Every code that a table lists, wherever it holds. */
function codesOf({ catalog, codes }: Exchange): readonly string[] {
  const named = [...codes.named.values()].flatMap(({ rest, ws }) => [rest, ws]);
  return [...new Set([catalog, codes.rest, codes.ws, ...named].flatMap((table) => [...table.keys()]))];
}

function quoted(code: string): string {
  return `'${code.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
