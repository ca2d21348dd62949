// @ts-check

/** The eight kinds that leave a client without a proper answer; the simulator's own default. */
const kinds = /** @type {const} */ ([
  'request-lost',
  'answer-lost',
  'error-before',
  'error-after',
  'truncated',
  'garbage',
  'html',
  'html-502',
]);

/**
 * Faults that hang on the order and on how often it was sent, not on who comes first: the first copy of order 17 meets
 * the same fault whichever client sends it, and so does its second.
 *
 * @param {{ rate: number, seed: number }} options
 * @returns {import('../../dist/testing/index.js').FaultTable[]}
 */
export function faultTables({ rate, seed }) {
  /** @type {Map<string, number>} */
  const sent = new Map();
  /** @type {string | undefined} */
  let drawn;
  return kinds.map((kind, at) => ({
    rate: 1,
    kinds: [kind],
    // The tables are asked in turn about each request: the first one draws.
    match: ({ clientOrderId, action }) => {
      if (at === 0) {
        const key = `${action} ${clientOrderId}`;
        const copy = (sent.get(key) ?? 0) + 1;
        sent.set(key, copy);
        const hit = chance(`${seed} ${key} ${copy}`) < rate;
        drawn = hit ? kinds[Math.floor(chance(`kind ${seed} ${key} ${copy}`) * kinds.length)] : undefined;
      }
      return drawn === kind;
    },
  }));
}

/**
 * A number from 0 to just under 1 that the text decides: FNV-1a, then murmur's finish.
 *
 * @param {string} text
 */
function chance(text) {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}
