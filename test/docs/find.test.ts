import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../docs/.vitepress/theme/explorer/card.ts';
import { type Found, find as findIn, noFilters, nothing } from '../../docs/.vitepress/theme/explorer/find.ts';
import { fromHash, toHash } from '../../docs/.vitepress/theme/explorer/link.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import type { Entry } from '../../src/types.ts';
import { publishedRows } from '../catalog/seeds.ts';

function find(query: string, filters = noFilters): Found {
  return findIn(query, filters, exchanges);
}

/** What a list of results is about, in one line each. */
function told(query: string, filters = noFilters): readonly string[] {
  return find(query, filters).cards.map(line);
}

function line({ exchanges: of, code = '-', category, outcome }: Card): string {
  return `${of.map(({ id }) => id).join('+')} ${code} ${category} ${outcome}`;
}

const idsOf = (of: readonly Exchange[]): string => of.map(({ id }) => id).join('+');
const all = idsOf(exchanges);

/** Of the common tables, and of those of some hosts and routes alone. */
function everyEntry({ codes: { rest, ws, named } }: Exchange): readonly Entry[] {
  const tables = [rest, ws, ...[...named.values()].flatMap((own) => [own.rest, own.ws])];
  return [...new Set(tables.flatMap((table) => [...table.values()]))];
}

describe('a code that was typed', () => {
  const published = exchanges.flatMap(({ id, codes }) =>
    [...new Set([...codes.rest.values(), ...codes.ws.values()])]
      // A code with its sub-code stands in two fields of an answer: nowhere in one piece.
      .filter(({ code }) => !/^\d+_\d+$/.test(code))
      .map((entry) => ({ id, entry })),
  );

  it('finds its row, whichever of all of them it is', () => {
    const five = exchanges.slice(0, 5);
    const count = five.reduce((sum, exchange) => sum + publishedRows(exchange).length, 0);
    expect(count).toBe(321);
    const home = readFileSync(new URL('../../docs/index.md', import.meta.url), 'utf8');
    const hundreds = (Math.floor(published.length / 100) / 10).toFixed(1).replace('.', ',');
    expect(home).toContain(`Over ${hundreds}00 codes of ${exchanges.length} exchanges`);
    const lost = published.filter(({ id, entry }) => {
      const wanted = `${id} ${entry.code} ${entry.category} ${entry.outcome}`;
      return !told(entry.code).includes(wanted);
    });
    expect(lost).toEqual([]);
  });

  it('finds rows of tables that some hosts and routes have, and the texts that tell cases of a code apart', () => {
    const special = exchanges.flatMap((exchange) => {
      const { rest, ws } = exchange.codes;
      const common = new Set([...rest.values(), ...ws.values()]);
      return everyEntry(exchange)
        .filter((entry) => !common.has(entry) && !/^\d+_\d+$/.test(entry.code))
        .map((entry) => ({ id: exchange.id, entry }));
    });
    expect(special.length).toBeGreaterThan(50);
    const lost = special.filter(
      ({ id, entry: { code, category, outcome } }) =>
        !told(code).includes(`${id} ${code} ${category} ${outcome}`),
    );
    expect(lost.map(({ id, entry }) => `${id} ${entry.code}`)).toEqual([]);
    const cards = find('account has insufficient balance for requested action').cards;
    expect(cards.some(({ code, exchanges: [one] }) => code === '-2010' && one?.id === 'binance-spot')).toBe(
      true,
    );
  });

  const both = ['mexc-contract 510 rate-limit rejected', 'mexc-spot 510 rate-limit rejected'];
  const three = both.toSpliced(1, 0, 'htx 510 rate-limit rejected');
  it.each([
    ['510', three],
    ['20007', ['ox-fun 20007 rate-limit rejected']],
    ['05001', ['ox-fun 05001 permission rejected']],
    ['mexc 510', both],
    ['510 MEXC', both],
  ])('%s: %j', (query, expected) => {
    expect(told(query)).toEqual(expected);
  });

  it('that several list finds each of them', () => {
    const listing = exchanges.filter(({ codes }) => codes.rest.has('0'));
    expect(listing.length).toBeGreaterThan(2);
    const lines = listing.map(({ id, codes }) => {
      const entry = codes.rest.get('0');
      return `${id} 0 ${entry?.category} ${entry?.outcome}`;
    });
    const found = told('0');
    expect(found).toEqual(expect.arrayContaining(lines));
    // Others have it in another table alone.
    const wider = exchanges.filter(({ codes: { ws, named } }) =>
      [ws, ...[...named.values()].flatMap((own) => [own.rest, own.ws])].some((table) => table.has('0')),
    );
    const known = [...listing, ...wider].map(({ id }) => id);
    expect(found.filter((one) => !known.includes(one.split(' ')[0] ?? ''))).toEqual([]);
    expect(told('-1021')).toContain('chainup -1021 timestamp rejected');
    expect(told('-1021').every((one) => / -1021 timestamp rejected$/.test(one))).toBe(true);
  });

  it('is exactly as written: another spelling is offered as near, after what the library would do', () => {
    const { cards, summary } = find('1021');
    expect(cards.map(line)[0]).toBe(`${all} 1021 unknown unknown`);
    expect(cards.map(line)).toContain('chainup -1021 timestamp rejected');
    expect(summary).toMatch(/^No table lists 1021\. \d+ near it\.$/);
  });

  it('that no table lists says so, and what would be done', () => {
    const { cards, summary } = find('987654');
    expect(summary).toBe('No table lists 987654.');
    expect(cards).toMatchObject([
      {
        text: 'No table lists this code',
        category: 'unknown',
        outcome: 'unknown',
        stands: 'It may. Nobody knows until it is looked up.',
        steps: [
          { label: 'Reads', text: 'Fails at once.' },
          { label: 'Writes', text: 'Looked up before anything else.' },
          {
            label: 'Look-up',
            text: 'Without a reconcile it fails with outcome unknown, and is not sent again.',
          },
        ],
      },
    ]);
  });

  it('that is an HTTP status too says what the status means where no body speaks', () => {
    expect(told('503').slice(0, 2)).toEqual(['mexc-spot 503 server unknown', `${all} - server unknown`]);
    expect(told('http 429')).toEqual([`${all} - rate-limit rejected`]);
    expect(told('500').slice(0, 3)).toEqual([
      'mexc-contract 500 server unknown',
      'lbank-contract 500 server unknown',
      'htx 500 server unknown',
    ]);
    expect(told('500')).toContain(`${all} - server unknown`);
  });
});

describe('words that were typed', () => {
  it('find texts, in any case, the best first', () => {
    const cards = find('INSUFFICIENT').cards;
    expect(cards.length).toBeGreaterThan(5);
    const holding = exchanges.filter((exchange) =>
      everyEntry(exchange).some((entry) => {
        const cases = entry.category === 'success' ? [] : (entry.when ?? []);
        const { code, text, name, note } = entry;
        return /insufficient/i.test([code, text, name, note, ...cases.map((one) => one.text)].join(' '));
      }),
    );
    expect(holding.length).toBeGreaterThan(5);
    for (const { id } of exchanges) {
      const isFound = cards.some(({ exchanges: of }) => of.some((one) => one.id === id));
      expect(isFound, id).toBe(holding.some((one) => one.id === id));
    }
    // In the code, the text, the name, the note or a text that tells cases apart.
    expect(cards.filter((card) => !/insufficient/i.test(JSON.stringify(card)))).toEqual([]);
  });

  it('find nothing where one of them fits nowhere', () => {
    expect(find('insufficient marmalade')).toEqual({
      ...nothing,
      summary: expect.stringMatching(/^Nothing matches\./),
    });
  });

  it('find categories, names and exchanges', () => {
    expect(told('timestamp')).toContain('mexc-contract 513 timestamp rejected');
    expect(told('TOO_MANY_REQUESTS')[0]).toBe('gate TOO_MANY_REQUESTS rate-limit rejected');
    expect(told('INVALID_TIMESTAMP')).toContain('chainup -1021 timestamp rejected');
    expect(new Set(told('lbank').map((one) => one.split(' ')[0]))).toEqual(new Set(['lbank-contract']));
  });

  it('with a slip of the finger find nothing, and what was meant', () => {
    expect(find('insuficient funds').suggestion).toBe('insufficient funds');
  });

  it('of another language, and signs, harm nothing', () => {
    for (const query of ['余额不足', '\u0000', '(((', '\\d+', '💥', '-', '{', '<', '"', 'constructor'])
      expect(find(query).summary, query).not.toBe('');
  });
});

describe('a sentence that was pasted', () => {
  it.each([
    [
      'MEXC contract 510 (rate-limit): Excessive frequency. Every allowed attempt was used. It had no effect.',
      ['mexc-contract 510 rate-limit rejected'],
    ],
    [
      '2030-01-01 12:00:01 WARN order 77 refused with 20007, will not retry',
      ['ox-fun 20007 rate-limit rejected'],
    ],
    ['ktx 510', ['ktx 510 unknown unknown']],
    ['AxiosError: Request failed with status code 429', [`${all} - rate-limit rejected`]],
    ['the order -1021 at chainup was not accepted', ['chainup -1021 timestamp rejected']],
  ])('%s', (sentence, expected) => {
    expect(told(sentence)).toEqual(expected);
  });

  it('of any length and kind is read, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), fc.json(), (words, json) => {
        for (const query of [words, json, words + json, `HTTP/1.1 200 OK\n${words}\n\n${json}`]) find(query);
      }),
    );
    expect(find('lorem ipsum '.repeat(100_000)).cards).toEqual([]);
    expect(told(`{"code":${'['.repeat(100_000)}`)).toEqual([`${all} - server unknown`]);
  });
});

describe('filters', () => {
  it('list everything of an exchange or a category without a word', () => {
    expect(told('', { exchange: 'chainup', category: 'timestamp' })).toEqual([
      'chainup -1021 timestamp rejected',
    ]);
    expect(find('', { ...noFilters, exchange: 'ktx' }).cards).toHaveLength(66);
  });

  it('narrow what was typed and pasted', () => {
    expect(told('10001', { ...noFilters, exchange: 'lbank-contract' })).toHaveLength(1);
    const body = '{"code":-1021,"msg":"late"}';
    expect(told(body, { ...noFilters, exchange: 'chainup' })).toEqual(['chainup -1021 timestamp rejected']);
    expect(told(body, { ...noFilters, category: 'funds' })).toEqual([]);
  });

  it('know that a code of another exchange is none of this one', () => {
    const { cards, summary } = find('510', { ...noFilters, exchange: 'ktx' });
    expect(cards.map(line)).toEqual(['ktx 510 unknown unknown']);
    expect(summary).toBe('KTX does not list 510.');
    expect(told('510', { ...noFilters, category: 'funds' })).toEqual([]);
  });

  it('and no word: nothing at all', () => {
    expect(find('')).toEqual({ cards: [], summary: '', suggestion: undefined, isReading: false });
  });
});

describe('a body that was pasted', () => {
  it.each([
    ['{"state":-11001,"msg":"expired"}', 'ktx -11001 timestamp rejected'],
    ['{"success":false,"code":510,"message":"Excessive frequency"}', 'mexc-contract 510 rate-limit rejected'],
    [
      '{"error_code":183,"msg":"x","result":"false","success":false}',
      'lbank-contract 183 rate-limit rejected',
    ],
    [
      '{"event":"placeorder","submitted":false,"code":"20007","message":"fast"}',
      'ox-fun 20007 rate-limit rejected',
    ],
    ['{"code":"-1021","msg":"late","data":null}', 'chainup -1021 timestamp rejected'],
  ])('%s is recognised', (body, expected) => {
    expect(told(body)[0]).toBe(expected);
  });

  it('is read in whatever clothes it comes', () => {
    const body = '{"success":false,"code":510,"message":"x"}';
    const expected = ['mexc-contract', 'htx', 'mexc-spot'].map((id) => `${id} 510 rate-limit rejected`);
    for (const pasted of [
      body,
      `  ${body}\n`,
      `'${body}'`,
      JSON.stringify(body),
      JSON.stringify(JSON.parse(body), undefined, 2),
      "{ success: false, code: 510, message: 'x' }",
      `2030-01-01T00:00:00Z ERROR order refused ${body} after 12 ms`,
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n${body}`,
      `HTTP/1.1 100 Continue\n\nHTTP/2 429 \nretry-after: 3\n\n${body}`,
      `* Connected\n> POST /order HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< date: now\n< \n${body}`,
      `status 400 ${body}`,
    ])
      expect(told(pasted), pasted).toEqual(expected);
  });

  it('under HTTP 5xx leaves a write in doubt, whatever its code', () => {
    expect(told('HTTP/1.1 502 Bad Gateway\n\n{"success":false,"code":2005,"message":"no"}')[0]).toBe(
      'mexc-contract 2005 funds unknown',
    );
  });

  it('tells the wait that a header asks for', () => {
    const [card] = find('HTTP/1.1 200 OK\nRetry-After: 3\n\n{"success":false,"code":510}').cards;
    expect(card?.facts).toContainEqual({ label: 'Asks to wait', text: '3000 ms' });
  });

  it('that is an HTML page is nobody’s answer: the status speaks', () => {
    const page = '<!doctype html><html><title>Blocked</title></html>';
    expect(told(page)).toEqual([`${all} - server unknown`]);
    expect(told(`HTTP/2 403\ncontent-type: text/html\n\n${page}`)).toEqual([`${all} - rate-limit rejected`]);
    expect(find(page).summary).toBe('No exchange is recognised in this answer.');
  });

  it('that is cut off is nobody’s answer, and a write may stand', () => {
    expect(told('{"success":true,"code":0,"da')).toEqual([`${all} - server unknown`]);
  });

  it('without any mark is a good answer only where these come bare', () => {
    expect(told('{"foo":1}')).toEqual([
      `${idsOf(exchanges.filter(({ rest }) => rest.bare === true))} - success ok`,
      `${idsOf(exchanges.filter(({ rest }) => rest.bare !== true))} - server unknown`,
    ]);
  });

  it('with an unlisted code is shown for each exchange that speaks so', () => {
    const { cards } = find('{"code":987654,"message":"x","success":false}');
    expect(cards.map(line)[0]).toBe('mexc-contract 987654 unknown unknown');
    expect(cards.every(({ text }) => text === 'No table lists this code')).toBe(true);
  });

  it('of a batch tells item by item', () => {
    const [card] = find(
      '{"success":true,"code":0,"data":[{"errorCode":0,"orderId":"1"},{"errorCode":2005,"errorMsg":"no"}]}',
    ).cards;
    expect(card).toMatchObject({ outcome: 'partial', stands: 'Some of its items stand and some do not.' });
    expect(card?.facts).toContainEqual({ label: 'Item 1', text: 'code 2005, funds, rejected' });
  });

  it('gets the right exchange for every recorded answer with a listed code', () => {
    const recorded: readonly Recorded[] = JSON.parse(
      readFileSync(new URL('../fixtures/bodies.json', import.meta.url), 'utf8'),
    );
    const listed = recorded.filter(
      ({ exchange, transport, body, expected: { code = '' } }) =>
        typeof body === 'string' &&
        exchanges.some(({ id, codes }) => id === exchange && codes[transport].has(code)),
    );
    expect(listed.length).toBeGreaterThan(100);
    const lost = listed.filter(({ exchange, transport, status, body }) => {
      const answer = transport === 'ws' ? body : `HTTP/1.1 ${status ?? 200} X\n\n${body}`;
      return find(answer).cards[0]?.exchanges[0]?.id !== exchange;
    });
    expect(lost).toEqual([]);
  });
});

interface Recorded {
  readonly exchange: string;
  readonly transport: 'rest' | 'ws';
  readonly status?: number;
  readonly body: string;
  readonly expected: { readonly code?: string };
}

describe('a link', () => {
  it('leads back to what it was made of', () => {
    for (const link of [
      { query: '510', exchange: '', category: '' },
      { query: 'price & size', exchange: 'ox-fun', category: 'invalid-order' },
    ])
      expect(fromHash(toHash(link))).toEqual(link);
    expect(toHash({ query: '510', ...noFilters })).toBe('#q=510');
    expect(toHash({ query: ' ', ...noFilters })).toBe('');
  });

  it('never carries a pasted answer', () => {
    expect(toHash({ query: '{"orderId":"1"}', ...noFilters })).toBe('');
    expect(toHash({ query: 'x'.repeat(200), ...noFilters })).toBe('');
  });

  it('from somebody else may say anything', () => {
    expect(fromHash('#%E0%A4%A&&=')).toEqual({ query: '', exchange: '', category: '' });
  });
});
