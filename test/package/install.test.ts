import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const root = new URL('../..', import.meta.url).pathname;
let project = '';

/** A program of a user's: it talks to a loopback server of its own. */
const program = (imports: string): string => `
${imports}
import { createServer } from 'node:http';
const answers = ['{"success":false,"code":510}', '{"success":true,"code":0,"data":7}'];
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(answers.shift());
});
server.listen(0, '127.0.0.1', async () => {
  const gateway = createGateway({ exchange: mexcContract });
  const send = interceptFetch(gateway);
  const response = await send('http://127.0.0.1:' + server.address().port + '/api/v1/contract/ticker');
  console.log(JSON.stringify(await response.json()), gateway.stats().attempts);
  await gateway.close();
  server.close();
});
`;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'consumer-'));
  await run(process.execPath, ['scripts/build.js'], { cwd: root });
  const { stdout } = await run(npm, ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: root,
  });
  const [packed]: { filename: string }[] = JSON.parse(stdout);
  await writeFile(join(project, 'package.json'), '{"name":"consumer","private":true}');
  await run(npm, ['install', '--no-audit', '--no-fund', join(project, packed?.filename ?? '')], {
    cwd: project,
  });
}, 120_000);

afterAll(() => rm(project, { recursive: true, force: true }));

describe('the packed package in an empty project without axios', () => {
  it('does its main job through fetch', async () => {
    const imports = `import { createGateway, interceptFetch, mexcContract } from 'exchange-interceptors';`;
    await writeFile(join(project, 'bot.mjs'), program(imports));
    const { stdout, stderr } = await run(process.execPath, ['bot.mjs'], { cwd: project });
    expect(stdout.trim()).toBe('{"success":true,"code":0,"data":7} 2');
    expect(stderr).toBe('');
  });

  it('does not bring axios along, and says what is missing to who attaches one', async () => {
    const code = `import('axios').then(() => console.log('there'), () => console.log('absent'))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: project });
    expect(stdout.trim()).toBe('absent');
  });

  it('can be required where Node can require ES modules', async () => {
    const code = `const { mexcContract } = require('exchange-interceptors'); console.log(mexcContract.catalog.get('510').category)`;
    const { stdout } = await run(process.execPath, ['-e', code], { cwd: project });
    expect(stdout.trim()).toBe('rate-limit');
  });

  it('has a simulator that works without msw', async () => {
    const code = `
      import { mexcContract } from 'exchange-interceptors';
      import { simulateExchange } from 'exchange-interceptors/testing';
      const exchange = simulateExchange(mexcContract);
      const url = await exchange.listen();
      const answer = await (await fetch(url + '/api/v1/contract/ping')).json();
      console.log(answer.success);
      await exchange.close();`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: project });
    expect(stdout.trim()).toBe('true');
  });
});
