// Signs requests for LBank contract.
import { isObject } from '../../options/check-value.ts';
import type { OutgoingRequest, Sign, Signature } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { byName, hex, hmacSha256, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { md5 } from './md5.ts';

/** What `signer` takes. */
export interface LbankContractCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
}

type Parameters = readonly (readonly [name: string, value: string])[];

/**
 * All parameters with `api_key`, `timestamp`, `signature_method` and `echostr`, sorted and joined; of that the MD5 in
 * upper-case hex; of that the HMAC-SHA256 in hex. `api_key` and `sign` travel in the query of a GET and in the JSON of a
 * POST, the rest in headers. `echostr` is new for every attempt, else the request counts as replayed (10011). Keys that
 * sign with RSA are not served.
 * @see https://www.lbank.com/docs/contract.html "Signature"
 */
export function signer(credentials: LbankContractCredentials): Sign {
  requireCredentials('lbankContract', credentials, ['apiKey', 'apiSecret']);
  const { apiKey } = credentials;
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    const carried = {
      timestamp: String(Math.trunc(timestamp)),
      signature_method: 'HmacSHA256',
      echostr: hex(globalThis.crypto.getRandomValues(new Uint8Array(16))),
    };
    const inQuery = request.method === 'GET';
    const own = inQuery ? [...new URLSearchParams(request.query)] : membersOf(request.body ?? '{}');
    if (own instanceof TypeError) return Promise.reject(own);
    const signed = new Map([...own, ['api_key', apiKey] as const, ...Object.entries(carried)]);
    signed.delete('sign');
    return whenSigned(digest(md5(joined([...signed])).toUpperCase()), (bytes) => {
      const sign = hex(bytes);
      const added = inQuery ? withQuery(request, apiKey, sign) : withBody(request, apiKey, sign);
      return { ...added, headers: { ...jsonHeader(request, added.body), ...carried } };
    });
  };
}

function joined(parameters: Parameters): string {
  return [...parameters]
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function withQuery(request: OutgoingRequest, apiKey: string, sign: string): Signature {
  const kept = request.query.split('&').filter((pair) => pair !== '' && !/^(?:api_key|sign)=/.test(pair));
  return { query: [...kept, `api_key=${encodeURIComponent(apiKey)}`, `sign=${sign}`].join('&') };
}

/** Adds to the text instead of writing it anew: 18-digit ids do not survive a parse. */
function withBody(request: OutgoingRequest, apiKey: string, sign: string): Signature {
  const text = (request.body ?? '{}').trimEnd();
  const open = text.slice(0, -1).trimEnd();
  const added = JSON.stringify({ api_key: apiKey, sign }).slice(1);
  return { body: `${open}${open.endsWith('{') ? '' : ','}${added}` };
}

/**
 * The members of a JSON object as text, numbers exactly as they are written. Undocumented: lists and objects, which are
 * taken as compact JSON, and null, which is left out. An error for a body that cannot carry a signature.
 */
function membersOf(body: string): Parameters | TypeError {
  const literal = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
  const exact = parseObject(body.replace(literal, (found) => (found[0] === '"' ? found : `"${found}"`)));
  const plain = parseObject(body);
  if (!exact || !plain) {
    return new TypeError('lbankContract.signer: the body of a signed POST must be a JSON object.');
  }
  return Object.entries(exact).flatMap(([name, value]) => {
    if (value === null) return [];
    if (typeof value === 'object') return [[name, JSON.stringify(plain[name])] as const];
    return [[name, String(value)] as const];
  });
}

function parseObject(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Said where it is asked for, without quoting the body.
  }
  return undefined;
}
