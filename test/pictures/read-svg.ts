// What a test reads in a picture: words, colours, contrasts.

/** The words of a picture in the order of the file, those of the given classes. */
export function textsOf(svg: string, classes: readonly string[]): readonly string[] {
  const texts = [...svg.matchAll(/<text [^>]*class="([^"]*)">([^<]*)<\/text>/g)];
  return texts.flatMap(([, name = '', words = '']) => (classes.includes(name) ? [words] : []));
}

type Colour = 'ground' | 'band' | 'ink' | 'soft' | 'good' | 'bad';

/** The palettes of the style, the light one first. */
export function coloursOf(svg: string): readonly Readonly<Record<Colour, string>>[] {
  return [...svg.matchAll(/svg \{([^}]*)\}/g)].map(([, style = '']) => {
    const of = (name: Colour): string => {
      const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(style)?.[1];
      if (!found) throw new Error(`the style has no colour --${name}`);
      return found;
    };
    return {
      ground: of('ground'),
      band: of('band'),
      ink: of('ink'),
      soft: of('soft'),
      good: of('good'),
      bad: of('bad'),
    };
  });
}

/** As WCAG 2 defines it: 1 for the same colour, 21 for black on white. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
