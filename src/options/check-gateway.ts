// Checks an argument that has to be a gateway.
import { bad, isObject } from './check-value.ts';

/**
 * Checks an argument that has to be a gateway.
 * @param owner the function that was called
 * @param member the method of the gateway that will be used
 * @throws {TypeError} that says what it takes.
 */
export function checkGateway(owner: string, gateway: unknown, member: 'run' | 'on' = 'run'): void {
  const isGateway =
    typeof gateway === 'object' && gateway !== null && typeof Reflect.get(gateway, member) === 'function';
  if (isGateway) return;
  const isOptions = isObject(gateway) && ('exchange' in gateway || 'catalog' in gateway);
  const takes = `what \`createGateway\` returns${isOptions ? ', not what it takes' : ''}`;
  throw bad(`${owner} gateway`, gateway, takes);
}
