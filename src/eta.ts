// When calls would start that came now.
import { requestParams } from './catalog/request-params.ts';
import { type EtaRequest, etaShape } from './gateway-options.ts';
import { resolve } from './options/shape.ts';
import type { GatewayContext } from './pipeline/context.ts';

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
