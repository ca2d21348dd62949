// Whether axios would parse an answer by itself, by its default `transformResponse`.
import type { InternalAxiosRequestConfig } from 'axios';

/** What axios's own `transformResponse` does with a text, in any version since 1.0 and minified too. */
const parsesAtOnce = /return\s+JSON\.parse\(\s*([\w$]+)\s*[,)]/;

/**
 * Recognises axios's own transform by its source, since `axios.defaults` may hold a caller's at any time. Only an answer that
 * axios would parse by itself may be parsed in its place; a transform that is not recognised gets the text, as without us.
 */
export class DefaultTransform {
  readonly #seen = new WeakMap<object, boolean>();

  /** Whether a call with this config has its answer parsed by axios itself, with nothing of the caller's in between. */
  isUsedBy(config: InternalAxiosRequestConfig): boolean {
    const type: string | undefined = config.responseType;
    if (type ? type !== 'json' : config.transitional?.forcedJSONParsing === false) return false;
    if ('parseReviver' in config && config.parseReviver !== undefined) return false;
    const transform = onlyOf(config.transformResponse);
    return typeof transform === 'function' && this.#isDefault(transform);
  }

  #isDefault(transform: object): boolean {
    const seen = this.#seen.get(transform);
    if (seen !== undefined) return seen;
    const isDefault = isAxiosOwn(Function.prototype.toString.call(transform));
    this.#seen.set(transform, isDefault);
    return isDefault;
  }
}

/**
 * Makes the caller's transforms leave the next answer as it is where they throw. Axios transforms the answer that an error
 * brings as well, and a transform that throws, over an HTML page say, would take the place of the error that says what
 * became of an order.
 */
export function guardTransform(config: InternalAxiosRequestConfig): void {
  const { transformResponse } = config;
  if (!transformResponse) return;
  const own = Array.isArray(transformResponse) ? transformResponse : [transformResponse];
  config.transformResponse = function guarded(data, ...rest) {
    config.transformResponse = transformResponse;
    try {
      return own.reduce((value: unknown, transform) => transform.call(this, value, ...rest), data);
    } catch {
      return data;
    }
  };
}

/** The one transform of a list of one; the default is never a list of more. */
function onlyOf(transforms: unknown): unknown {
  if (!Array.isArray(transforms)) return transforms;
  return transforms.length === 1 ? transforms[0] : undefined;
}

/** Whether it reads axios's two options of parsing, and gives what `JSON.parse` makes of its own, unchanged argument. */
function isAxiosOwn(source: string): boolean {
  if (!source.includes('forcedJSONParsing') || !source.includes('silentJSONParsing')) return false;
  const parsed = parsesAtOnce.exec(source)?.[1];
  if (parsed === undefined || source.split('.parse(').length !== 2) return false;
  const argument = /^[^(]*\(\s*([\w$]+)\s*\)/.exec(source)?.[1];
  if (argument !== parsed) return false;
  return !new RegExp(`[^\\w$.]${parsed.replaceAll('$', '\\$')}\\s*=[^=]`).test(source);
}
