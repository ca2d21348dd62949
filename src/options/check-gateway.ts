// Checks an argument that has to be a gateway.
import { bad } from './check-value.ts';

/**
 * Checks an argument that has to be a gateway.
 * @param owner the function that was called
 * @param member the method of the gateway that will be used
 * @throws {TypeError} that says what it takes.
 */
export function checkGateway(owner: string, gateway: unknown, member: 'run' | 'on' = 'run'): void {
  const isGateway =
    typeof gateway === 'object' && gateway !== null && typeof Reflect.get(gateway, member) === 'function';
  if (!isGateway) throw bad(`${owner} gateway`, gateway, 'what `createGateway` returns');
}
