// What the generator of the reference leaves out: an index by task, titles of entry points, and which error is thrown.
import { readFileSync } from 'node:fs';

const title = '# API reference';

/** @param {import('typedoc').Application} app */
export function referencePages(app) {
  app.renderer.on('beginRender', ({ project }) => {
    for (const { comment } of Object.values(project.reflections)) nameThrown(comment);
  });
  app.renderer.on('endPage', (page) => {
    const text = (page.contents ?? '').replace(/^#+ Default\n\n/gm, '**Default:** ');
    if (page.url === 'index.md') page.contents = text.replace(title, `${title}\n\n${byTask(text)}`);
    else page.contents = text.replace(title, `# ${entryPoint(page.url)}`);
  });
}

/** `@throws {TypeError} that …`: the type is kept apart, and no page would show it. */
function nameThrown(comment) {
  for (const tag of comment?.blockTags ?? []) {
    const type = tag.typeAnnotation?.replace(/[{}]/g, '');
    if (type) tag.content.unshift({ kind: 'code', text: `\`${type}\`` }, { kind: 'text', text: ' ' });
  }
}

/** @param {string} index where each name of the package is linked */
function byTask(index) {
  const links = new Map([...index.matchAll(/\[(\w+)\]\(([^)]+)\)/g)].map(([link, name]) => [name, link]));
  return readFileSync(new URL('api-by-task.md', import.meta.url), 'utf8').replace(
    /\[\[(\w+)\]\]/g,
    (_, name) => {
      const link = links.get(name);
      if (link === undefined)
        throw new Error(`api-by-task.md names ${name}, which the package does not export.`);
      return link;
    },
  );
}

/** @param {string} url of its page */
const entryPoint = (url) =>
  `exchange-interceptors/${url.replace(/^catalog\//, 'exchanges/').replace(/\/index\.md$/, '')}`;
