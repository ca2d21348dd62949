// When calls would start that came now.
import type { CallWeight } from './catalog/limit.ts';
import { callWeight, methodName } from './catalog/limit-shape.ts';
import { requestParams } from './catalog/request-params.ts';
import { number, only, record, required, text, withDefault } from './options/kinds.ts';
import { resolve, type Shape } from './options/shape.ts';
import type { GatewayContext } from './pipeline/context.ts';

/** Which calls `gateway.eta` is asked about. */
export interface EtaRequest {
  /** Of the request, in capital letters. @default 'GET' */
  readonly method?: string;
  /** Of the request, without query. */
  readonly path: string;
  /** Its parameters, for limits and weights that look at some. @default none */
  readonly params?: Readonly<Record<string, string>>;
  /** Units of each, of every limit or by the names of limits. @default what the limits say */
  readonly weight?: CallWeight;
  /** How many such requests come at once. @default 1 */
  readonly count?: number;
  /** The larger goes first. @default 0 */
  readonly priority?: number;
}

export const etaShape: Shape<EtaRequest, 'method' | 'count' | 'priority'> = {
  method: withDefault(methodName, 'GET'),
  path: required(
    only('a path such as "/api/v1/order"', (value) => typeof value === 'string'),
    'url',
  ),
  params: record(text),
  weight: callWeight,
  count: withDefault(number({ min: 1, max: 100_000, integer: true }), 1),
  priority: withDefault(number(), 0),
};

/**
 * When calls of this kind would start, as waits in milliseconds, the soonest first.
 * @throws {TypeError} that names the part that is wrong.
 */
export function etaOf({ throttle, routeOf }: GatewayContext, plan: EtaRequest): readonly number[] {
  const { method, path, params: fields = {}, weight, count, priority } = resolve('eta', etaShape, plan);
  const params = requestParams({ isSeveral: false, json: undefined, fields });
  const charges = throttle.chargesOf(routeOf(method, path, params), weight, params);
  return throttle.eta(charges, count, priority);
}
