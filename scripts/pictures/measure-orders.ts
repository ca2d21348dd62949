import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What `bench/orders` prints for programs. It takes about half a minute, and needs `dist`. */
export async function measureOrders(root: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}bench/orders/run.js`, '--json']);
  return stdout;
}
