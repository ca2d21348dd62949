import { readFileSync } from 'node:fs';
import { referencePages } from './.vitepress/reference-pages.js';

/** The reference is made of what the package exports: each entry point's source. */
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const entryPoints = Object.values(exports)
  .map((entry) => entry.default)
  .filter((path) => path?.startsWith('./dist/'))
  .map((path) => path.replace('./dist/', '../src/').replace(/\.js$/, '.ts'));

export default {
  name: 'API reference',
  entryPoints,
  basePath: '../src',
  tsconfig: '../tsconfig.build.json',
  plugin: ['typedoc-plugin-markdown', referencePages],
  out: 'reference',
  entryFileName: 'index',
  entryModule: 'index',
  readme: 'none',
  indexFormat: 'table',
  // A default is prose as often as a value.
  jsDocCompatibility: { defaultTag: false },
  preservedTypeAnnotationTags: ['@throws'],
  useHTMLEncodedBrackets: true,
  sanitizeComments: true,
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'list',
  // `npm run types` of the package checks them.
  skipErrorChecking: true,
  logLevel: 'Warn',
  validation: { notExported: false },
};
