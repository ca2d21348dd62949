import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// What starts processes, servers with real time, browsers or compilers; the rest is the newcomer's `npm test`.
const integration = [
  'test/chaos/**',
  'test/demo/**',
  'test/docs/**',
  'test/examples/**',
  'test/package/**',
  'test/redis/**',
  'test/runtimes/**',
]
  .map((folder) => `${folder}/*.test.ts`)
  .concat('test/cli/process.test.ts', 'test/cli/completion.test.ts');

// What replaces a part of the runtime for good, or waits for real sockets in real time: a process per file.
const isolated = [
  'test/interceptors/contract.test.ts',
  'test/interceptors/axios/index.test.ts',
  'test/interceptors/fetch/index.test.ts',
  'test/interceptors/fetch/own-requests.test.ts',
  'test/interceptors/socket/limits.test.ts',
  'test/interceptors/socket/look-ups.test.ts',
  'test/otel/follow-calls.test.ts',
  'test/otel/secrets.test.ts',
  'test/otel/socket.test.ts',
  'test/scenarios/over-sockets.test.ts',
  'test/testing/fake-timers.test.ts',
  'test/testing/msw.test.ts',
  'test/time/now.test.ts',
  'test/fits-in/*.test.ts',
];

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      {
        find: /^exchange-interceptors\/exchanges\/([\w-]+)$/,
        replacement: source('src/catalog/$1/index.ts'),
      },
      // Every other entry point is a folder of its name.
      { find: /^exchange-interceptors\/([a-z-]+)$/, replacement: source('src/$1/index.ts') },
      { find: /^exchange-interceptors$/, replacement: source('src/index.ts') },
    ],
  },
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...integration, ...isolated],
          isolate: false,
          setupFiles: ['test/support/leave-clean.ts'],
        },
      },
      { extends: true, test: { name: 'isolated', include: isolated } },
      { extends: true, test: { name: 'integration', include: integration } },
    ],
  },
});

export default config;
