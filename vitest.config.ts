import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// What starts processes, browsers or compilers, or takes its time on real sockets; the rest is the newcomer's `npm test`.
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
  .concat(
    'test/cli/completion.test.ts',
    'test/cli/process.test.ts',
    'test/fits-in/*.test.ts',
    'test/interceptors/axios/caller-signals.test.ts',
    'test/interceptors/fetch/signal-pool.test.ts',
    'test/interceptors/socket/chaos.test.ts',
    'test/interceptors/socket/loopback.test.ts',
  );

// What replaces a part of the runtime for good, or counts the timers of its process: a process per file.
const isolated = [
  'test/interceptors/contract.test.ts',
  'test/interceptors/axios/index.test.ts',
  'test/interceptors/fetch/index.test.ts',
  'test/pipeline/closing.test.ts',
  'test/regressions/closed-gateway-keeps-no-socket.test.ts',
  'test/scenarios/pauses.test.ts',
  'test/testing/fake-timers.test.ts',
  'test/testing/msw.test.ts',
  'test/throttle/call-queue.test.ts',
  'test/throttle/leaky-bucket.test.ts',
  'test/throttle/overflow-queue.test.ts',
  'test/throttle/pauses.test.ts',
  'test/throttle/scheduler.test.ts',
  'test/throttle/throttle.test.ts',
  'test/time/deadlines.test.ts',
  'test/time/wakeup-timer.test.ts',
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
        },
      },
      { extends: true, test: { name: 'isolated', include: isolated } },
      { extends: true, test: { name: 'integration', include: integration } },
    ],
  },
});

export default config;
