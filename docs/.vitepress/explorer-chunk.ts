// Keeps the explorer in a chunk of its own, so that its parts are fetched when they are asked for.
import type { Plugin } from 'vitepress';

/**
 * VitePress fetches with a page whatever its chunk imports later, and loads that chunk under another address than the one by
 * which others import it, so that the exchanges, which need parts of the explorer, would load it twice.
 */
export const explorerChunk: Plugin = {
  name: 'explorer-chunk',
  outputOptions: ({ manualChunks, ...options }) =>
    typeof manualChunks !== 'function'
      ? null
      : {
          ...options,
          manualChunks: (id, meta) =>
            id.endsWith('/explorer/CodeExplorer.vue') ? 'explorer' : manualChunks(id, meta),
        },
};
