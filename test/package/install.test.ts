import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Consumer, consumer } from './support/consumer.ts';

let project: Consumer;

/** A program of a user's: it talks to a loopback server of its own. */
const program = (imports: string): string => `
${imports}
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
  project = await consumer();
}, 120_000);

afterAll(() => project.remove());

describe('the packed package in an empty project without axios', () => {
  it('is installed without a warning', () => {
    expect(project.warnings).toEqual([]);
  });

  it('is downloaded as no more than it was when that was last looked at', () => {
    expect(project.packed).toBeLessThan(612_000);
  });

  it('does its main job through fetch', async () => {
    await project.write(
      'bot.mjs',
      program(`
        import { createServer } from 'node:http';
        import { createGateway, interceptFetch, mexcContract } from 'exchange-interceptors';`),
    );
    const { stdout, stderr } = await project.node('bot.mjs');
    expect(stdout.trim()).toBe('{"success":true,"code":0,"data":7} 2');
    expect(stderr).toBe('');
  });

  it('does the same for a program in CommonJS, where Node can require ES modules', async () => {
    await project.write(
      'bot.cjs',
      program(`
        const { createServer } = require('node:http');
        const { createGateway, interceptFetch, mexcContract } = require('exchange-interceptors');`),
    );
    const { stdout } = await project.node('bot.cjs');
    expect(stdout.trim()).toBe('{"success":true,"code":0,"data":7} 2');
  });

  it('brings its command', async () => {
    const command = join(project.folder, 'node_modules', '.bin', 'exchange-interceptors');
    const { stdout } = await project.node(command, 'explain', 'mexc-contract', '510', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ code: '510', category: 'rate-limit' }]);
  });

  it('plays the demo', { timeout: 60_000 }, async () => {
    const command = join(project.folder, 'node_modules', '.bin', 'exchange-interceptors');
    const { stdout, stderr } = await project.node(command, 'demo', 'OX.FUN');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\n== OX\.FUN at http:\/\/127\.0\.0\.1:\d+ =/);
    expect(stdout).toMatch(/executed more than once +0 +0 +1 \(up to 4x\)\n/);
    expect(stdout).toContain('\nWith us nothing was doubled and nothing was lost.');
  });

  it('does not bring axios along, and says so to who attaches an instance from elsewhere', async () => {
    const code = `
      import { createGateway, interceptAxios, mexcContract } from 'exchange-interceptors';
      await import('axios').then(() => console.log('there'), () => console.log('absent'));
      const instance = Object.assign(() => {}, { defaults: {}, interceptors: { request: { use() {}, eject() {} } } });
      interceptAxios(instance, createGateway({ exchange: mexcContract }));
      await instance.defaults.adapter({}).catch(({ message }) => console.log(message));`;
    const { stdout } = await project.node('--input-type=module', '-e', code);
    expect(stdout).toBe(
      'absent\nTo send, axios itself is needed: the package `axios` could not be loaded, and no instance of it is at hand.\n',
    );
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
    const { stdout } = await project.node('--input-type=module', '-e', code);
    expect(stdout.trim()).toBe('true');
  });
});
