// `npm run api`: writes what each entry point offers to `etc/<entry>.api.md`, so that a change of it is read in review.
// `--check` writes nothing, and ends with 1 when a report is not what the code says; `--package <folder>` reads another build.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    package: { type: 'string', default: root },
  },
});
const folder = resolve(values.package);
const reports = join(root, 'etc');
const drafts = join(root, 'node_modules', '.cache', 'api');
const { exports }: { exports: Record<string, string | { types: string }> } = JSON.parse(
  readFileSync(join(folder, 'package.json'), 'utf8'),
);

const quiet = { default: { logLevel: ExtractorLogLevel.None } };
const loud = { default: { logLevel: ExtractorLogLevel.Error } };
const compilerOptions = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  strict: true,
  types: [],
};

// The entry points of single exchanges offer what the root offers, or another value of the same type.
const entries = Object.entries(exports).flatMap(([path, target]) =>
  typeof target === 'object' && !path.includes('*')
    ? [
        {
          name: path === '.' ? 'index' : path.slice(2).replaceAll('/', '-'),
          types: join(folder, target.types),
        },
      ]
    : [],
);
mkdirSync(reports, { recursive: true });
mkdirSync(drafts, { recursive: true });

const changed = entries.map(report).filter(Boolean).length;
const names = entries.map(({ name }) => name);
const left = readdirSync(reports).filter((file) => !names.includes(file.replace(/\.api\.md$/, '')));
for (const file of left) console.log(`etc/${file} describes an entry point that is gone: remove it.`);
if (values.check && changed > 0)
  console.log('The public surface changed: look at `npm run api`, and commit what it wrote.');
if (left.length > 0 || (values.check && changed > 0)) process.exitCode = 1;

/** Writes or checks one report. Returns whether it is another one now. */
function report({ name, types }: { readonly name: string; readonly types: string }): boolean {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: reports,
        reportTempFolder: drafts,
        // Options within options count as surface too.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: loud,
        extractorMessageReporting: quiet,
        tsdocMessageReporting: quiet,
      },
    },
  });
  const result = Extractor.invoke(config, {
    localBuild: !values.check,
    messageCallback: (message) => {
      message.handled =
        message.logLevel !== ExtractorLogLevel.Error && message.messageId.startsWith('console-');
    },
  });
  if (result.apiReportChanged)
    console.log(`etc/${name}.api.md ${values.check ? 'is not up to date' : 'written'}`);
  return result.apiReportChanged;
}
