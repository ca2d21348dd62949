// Checks the templates of look-ups.
import { isObject, type Place } from '../options/check-value.ts';
import { distance } from '../options/suggest.ts';
import { turnsOf } from './look-up.ts';
import type { LookupRoute } from './order-rules.ts';

/**
 * Checks the names between braces in a look-up: each is a name, and the order's id is spelled as the core fills it in.
 * @throws {TypeError} that names the field and the placeholder.
 */
export function checkTemplates(route: LookupRoute, place: Place): void {
  const [first, ...further] = turnsOf(route);
  checkTurn(first, place);
  for (const [at, turn] of further.entries()) {
    if (Object.keys(route.next?.[at] ?? {}).length === 0)
      throw wrong(place, `${place.path}next[${at}]\` is the first look-up once more`);
    checkTurn(turn, { ...place, path: `${place.path}next[${at}].` });
  }
}

function checkTurn(route: LookupRoute, place: Place): void {
  const templates = Object.entries(route).flatMap(([option, value]: readonly [string, unknown]) =>
    templatesOf(option, value),
  );
  for (const [option, template] of templates) checkNames(`${place.path}${option}`, template, place);
  const { by = 'clientOrderId' } = route;
  const ids = [by, ...(route.by === undefined ? [] : ['ownId'])];
  const asks = templates.some(([, template]) => ids.some((id) => template.includes(`{${id}}`)));
  if (!asks && (route.by !== undefined || route.order === undefined)) {
    throw wrong(
      place,
      `${place.path.slice(0, -1)}\` asks for no order: it needs \`{${by}}\` in path, query or body`,
    );
  }
}

/** `query.id` and its value, and so on. */
function templatesOf(option: string, value: unknown): readonly (readonly [string, string])[] {
  if (option === 'path' && typeof value === 'string') return [[option, value]];
  if (!isObject(value) || option === 'record') return [];
  return Object.entries(value).flatMap(([name, inner]: readonly [string, unknown]) =>
    typeof inner === 'string' ? [[`${option}.${name}`, inner] as const] : [],
  );
}

function checkNames(option: string, template: string, place: Place): void {
  const rest = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const isMeant = name !== 'clientOrderId' && distance(name.toLowerCase(), 'clientorderid') <= 2;
    if (isMeant)
      throw wrong(
        place,
        `${option}\` has the placeholder \`{${name}}\`. Did you mean \`{clientOrderId}\``,
        '?',
      );
    return '';
  });
  if (/[{}]/.test(rest)) {
    throw wrong(
      place,
      `${option}\` takes a text with names between braces, such as \`{clientOrderId}\`; it got '${template.slice(0, 40)}'`,
    );
  }
}

function wrong(place: Place, rest: string, end = '.'): TypeError {
  return new TypeError(`${place.opening ?? ''}\`${rest}${end}`);
}
