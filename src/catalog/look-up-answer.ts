// The answer that a placing, a cancel or an amend would have had, made of the order that a look-up found.
import { isObject } from '../options/check-value.ts';
import { printExact, textOf } from './exact-json.ts';
import { valueAt } from './field.ts';
import type { LookupAnswer, LookupRoute } from './order-rules.ts';
import { fitsPath } from './routes.ts';
import type { OrderRequest } from './sent-order.ts';

/**
 * The JSON text that the route itself would have answered with, made of the record that was found; the record stands in
 * it as `reconciled`, if the answer is no list. Without a template the look-up's own answer.
 * @param request with the path of the command that stood for it, where there is one: its own template goes before
 */
export function answerFrom(
  route: LookupRoute,
  request: OrderRequest & { readonly command?: string },
  body: unknown,
  order: Readonly<Record<string, unknown>>,
): string {
  const { path, command = path } = request;
  const answers = route.answers ?? [];
  const answerTo = (sentTo: string): LookupAnswer | undefined =>
    answers.find(({ to }) => to.some((pattern) => fitsPath(pattern, sentTo)));
  const template = answerTo(command) ?? answerTo(path);
  if (!template) return typeof body === 'string' ? body : printExact(body);
  // A list has no place for it.
  if (Array.isArray(template.body)) return printExact(valueFor(template.body, order));
  return printExact({ ...substituted(template.body, order), reconciled: order });
}

/** `$order` stands for the record, `$order.field` for one of its fields, `$text.field` for that as text; a member `...` is replaced by the record's own. */
function substituted(template: object, order: Readonly<Record<string, unknown>>): object {
  const made = Object.entries(template).map(
    ([name, value]): Readonly<Record<string, unknown>> =>
      name === '...' ? order : { [name]: valueFor(value, order) },
  );
  return Object.assign({}, ...made);
}

function valueFor(value: unknown, order: Readonly<Record<string, unknown>>): unknown {
  if (value === '$order') return order;
  if (typeof value === 'string' && value.startsWith('$order.')) return valueAt(order, value.slice(7)) ?? null;
  if (typeof value === 'string' && value.startsWith('$text.'))
    return textOf(valueAt(order, value.slice(6))) ?? null;
  if (Array.isArray(value)) return value.map((one) => valueFor(one, order));
  return isObject(value) ? substituted(value, order) : value;
}
