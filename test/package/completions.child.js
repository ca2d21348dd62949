// Prints what an editor offers at `|` in each of some modules, as JSON: by the language service of an older compiler, since the
// newest has no API for it. Arguments: that compiler, the folder of the modules, and their texts.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [compiler = '', folder = '', ...texts] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(compiler);
const names = texts.map((_, at) => join(folder, `typed${at}.mts`));
const textOf = (file) => texts[names.indexOf(file)]?.replace('|', '') ?? ts.sys.readFile(file);
const options = { strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };

const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  getCompilationSettings: () => options,
  getScriptFileNames: () => names,
  getScriptVersion: () => '1',
  getScriptSnapshot: (file) => {
    const text = textOf(file);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => folder,
  getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
});
const offered = names.map((name, at) => {
  const { entries = [] } = service.getCompletionsAtPosition(name, texts[at].indexOf('|'), {}) ?? {};
  return entries.map((entry) => entry.name).toSorted();
});
console.log(JSON.stringify(offered));
