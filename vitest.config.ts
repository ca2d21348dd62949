import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

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
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
  },
});

export default config;
