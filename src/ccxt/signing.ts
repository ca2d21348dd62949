/** Names of headers and parameters that come with a signature: what carries one holds for one request. */
const names = /sign|nonce|timestamp|api-?_?key|auth|token|passphrase|password|cookie|recv-?_?window/i;

export function isOfSigning(name: string): boolean {
  return names.test(name);
}
