// What proves that no byte of a request can have been acted upon, with the reason. Whatever is not here proves nothing.
// An error that can also come later, out of an established connection, has no place in this file.

/** Errors of a connection that was never there: no address, no way, no time, no trust. By their codes. */
export const unconnected: ReadonlySet<string> = new Set([
  // No process listened there, or the name has no address.
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  // No way to the host. An established connection can break with these as well: then the failed call is no `connect`.
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  // The dispatcher had been closed before the request was given to it. (`UND_ERR_DESTROYED` comes in flight too.)
  'UND_ERR_CLOSED',
  // A proxy's certificate.
  'UND_ERR_PRX_TLS',
  // The peer says that it will open no more streams, and the client opened none.
  'ERR_HTTP2_GOAWAY_SESSION',
  // Ours: the socket of a command was not open.
  'WS_NOT_OPEN',
]);

/** The same of a handshake that either side refused, as it would refuse the next one. By its code, and by its text: Node's EPROTO. */
export const refusedHandshakes: readonly RegExp[] = [
  // The certificate was refused: Node compares it before the first byte of a request is written.
  /^(?:CERT|CRL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_[A-Z_]+$/,
  /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/,
  // The two sides agreed on no version or cipher, so no key was there to send anything with.
  /(?:^ERR_SSL_|:)(?:no.protocols.available|unsupported.protocol|sslv3.alert.handshake.failure)(?::|$)/i,
  /(?:^ERR_SSL_|:)tlsv1.(?:alert.protocol.version|unrecognized.name)(?::|$)/i,
  // Something that speaks no TLS answered the handshake.
  /(?:^ERR_SSL_|:)(?:packet.length.too.long|wrong.version.number)(?::|$)/i,
];

/** No connection, where a client leaves no code, or one that says too little. */
export const unconnectedTexts: readonly RegExp[] = [
  // Node, with ECONNRESET.
  /^Client network socket disconnected before secure TLS connection was established$/,
  // The proxy opened no tunnel: https-proxy-agent, tunnel, undici (with UND_ERR_ABORTED).
  /^Proxy connection ended before receiving CONNECT response$/,
  /^tunneling socket could not be established/,
  /^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/,
  /^SOCKS5 (?:authentication|connection) timeout$/,
  // RFC 9113, 8.7: a refused stream was not processed.
  /^Stream closed with error code NGHTTP2_REFUSED_STREAM$/,
  // Deno gives no codes; the parenthesis is the phase. No URL holds its blank.
  /^error sending request .*client error \(Connect\)/s,
];

/** The client refused to make a request of it: a mistake of the caller's that no exchange saw. By its code. */
export const mistakes: ReadonlySet<string> = new Set([
  'ERR_INVALID_URL',
  'ERR_BAD_OPTION',
  'ERR_BAD_OPTION_VALUE',
  'ERR_NOT_SUPPORT',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_HTTP_INVALID_HEADER_VALUE',
  'ERR_INVALID_PROTOCOL',
  'ERR_UNESCAPED_CHARACTERS',
  'UND_ERR_INVALID_ARG',
  // The write that goes over is refused and the request destroyed: what left before, of a stream, is no whole message.
  'ERR_FR_MAX_BODY_LENGTH_EXCEEDED',
]);

/** The same by the text, where the client gives no code. */
export const mistakenTexts: readonly RegExp[] = [
  // What undici's fetch calls an address that it never opens. Of a redirect's goal it says the same, but no write follows one.
  /^(?:unknown scheme|bad port)$/,
  // undici, of a header that it cannot honour; its code is also that of a body that is read in a wrong way.
  /^expect header not supported$/,
  // Of the constructor of `Request`.
  /^Request with GET\/HEAD method cannot have body\b/,
  /^Request cannot be constructed from a URL that includes credentials\b/,
  /^Failed to parse URL from /,
];

/** A redirect had been followed: that a later hop was not reached says nothing of the first one. */
export const redirected: ReadonlySet<string> = new Set([
  'ERR_FR_REDIRECTION_FAILURE',
  'ERR_FR_TOO_MANY_REDIRECTS',
]);

export const timeouts: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ETIMEDOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'WS_TIMEOUT',
  'TimeoutError',
]);
