// Which of an exchange's tables of codes an answer speaks.

import type { Namespace } from '../catalog/namespace.ts';
import { fitsPath, pathOf } from '../catalog/routes.ts';
import type { RawAnswer } from '../types.ts';

/** The first namespace that an answer fits. What its request does not tell fits no host and no path. */
export function findNamespace(
  namespaces: readonly Namespace[],
  { url, transport = 'rest' }: RawAnswer,
): Namespace | undefined {
  return namespaces.find(
    ({ match }) =>
      (match.transport === undefined || match.transport === transport) &&
      fitsAny(match.host, hostOf(url), (one, host) => one === host) &&
      fitsAny(match.path, typeof url === 'string' ? pathOf(url) : undefined, fitsPath),
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
