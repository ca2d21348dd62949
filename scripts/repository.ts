// Where the repository is published: `repository` in package.json is the one place that says so.
import { readFileSync } from 'node:fs';

const manifest: { readonly repository: { readonly url: string } } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/** `https://github.com/<owner>/<name>`, without what npm wants around it. */
export const repositoryUrl: string = manifest.repository.url.replace(/^git\+|\.git$/g, '');

/** The folder of files there, as pages; links that begin so work on the registry's page too. */
export const pagesUrl: string = `${repositoryUrl}/blob/main`;

/** The text with each link into a repository leading into this one. */
export function withRepository(text: string): string {
  return text.replace(/https:\/\/github\.com\/[^/\s]+\/[^/\s]+(?=\/(?:blob|raw)\/main\/)/g, repositoryUrl);
}
