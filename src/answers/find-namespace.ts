// Which of an exchange's tables of codes an answer speaks.

import type { Exchange } from '../catalog/exchange.ts';
import type { Namespace } from '../catalog/namespace.ts';
import { fitsPath, pathOf } from '../catalog/routes.ts';
import type { RawAnswer } from '../types.ts';

/** The first namespace that an answer fits. What its request does not tell fits no host and no path. */
export function findNamespace(
  { namespaces, hosts }: Pick<Exchange, 'namespaces' | 'hosts'>,
  { url, transport = 'rest' }: RawAnswer,
): Namespace | undefined {
  const host = hostOf(url);
  const path = typeof url === 'string' ? pathOf(url) : undefined;
  const isElsewhere = host === undefined || !hosts.includes(host);
  return namespaces.find(
    ({ match }) =>
      (match.transport === undefined || match.transport === transport) &&
      (fitsAny(match.host, host, (one, given) => one === given) ||
        (isElsewhere && match.elsewhere !== undefined && fitsAny(match.elsewhere, path, fitsPath))) &&
      fitsAny(match.path, path, fitsPath),
  );
}

function fitsAny(
  wanted: string | readonly string[] | undefined,
  given: string | undefined,
  fits: (one: string, given: string) => boolean,
): boolean {
  if (wanted === undefined) return true;
  if (given === undefined) return false;
  return (typeof wanted === 'string' ? [wanted] : wanted).some((one) => fits(one, given));
}

/** Without port, in lower case. */
function hostOf(url: unknown): string | undefined {
  if (typeof url !== 'string') return undefined;
  return /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url)?.[1]?.toLowerCase();
}
