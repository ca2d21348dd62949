// Finds the URL that tells the exchange's time.
import type { Exchange } from '../../internal.ts';
import { misused } from '../cli-error.ts';
import { printable } from '../text/printable.ts';

/** The URL that tells the exchange's time. @throws {CliError} where there is none, or the host is no URL */
export function timeUrl(exchange: Exchange, host: string | undefined, path: string | undefined): URL {
  const route = path ?? exchange.time.routes.find(({ when }) => when === undefined)?.path ?? '/';
  const origin = host ?? exchange.hosts[0];
  if (origin === undefined) {
    throw misused(
      `${exchange.name} has no host of its own, since each tenant has another: --host https://openapi.example.com.`,
    );
  }
  const withScheme = origin.includes('://') ? origin : `https://${origin}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw misused(`--host takes a URL such as https://api.example.com; it got "${printable(origin, 60)}".`);
  }
  if (!route.startsWith('/'))
    throw misused(`--path takes a path such as /api/v1/time; it got "${printable(route, 60)}".`);
  return new URL(url.origin + route);
}
