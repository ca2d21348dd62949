/** Lines of every output, for who looks at it in half a screen. */
export const width = 80;

/** Breaks a text into lines of at most so many characters, at spaces; what is longer than a line, at slashes or anywhere. */
export function wrap(text: string, most: number = width): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((long) => pieces(long, most))) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

function pieces(word: string, most: number): string[] {
  if (word.length <= most) return [word];
  const slash = word.lastIndexOf('/', most - 1);
  const cut = slash > 0 ? slash + 1 : most;
  return [word.slice(0, cut), ...pieces(word.slice(cut), most)];
}

/** Wraps a text behind a prefix; the lines after the first begin under the first's text. */
export function hang(prefix: string, text: string, most: number = width): readonly string[] {
  const [first = '', ...rest] = wrap(text, most - prefix.length);
  const indent = ' '.repeat(prefix.length);
  return [(prefix + first).trimEnd(), ...rest.map((line) => indent + line)];
}
