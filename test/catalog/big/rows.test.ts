import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sapiRows } from '../../../src/catalog/binance-sapi.ts';
import * as spot from '../../../src/catalog/binance-spot/codes.ts';
import * as usdm from '../../../src/catalog/binance-usdm/codes.ts';
import * as bitget from '../../../src/catalog/bitget/codes.ts';
import * as bybit from '../../../src/catalog/bybit/codes.ts';
import * as coinbase from '../../../src/catalog/coinbase/codes.ts';
import * as deribit from '../../../src/catalog/deribit/codes.ts';
import type { RowDetails } from '../../../src/catalog/entry.ts';
import * as gate from '../../../src/catalog/gate/codes.ts';
import * as htx from '../../../src/catalog/htx/codes.ts';
import * as hyperliquid from '../../../src/catalog/hyperliquid/codes.ts';
import * as kraken from '../../../src/catalog/kraken/codes.ts';
import * as kucoin from '../../../src/catalog/kucoin/codes.ts';
import * as mexcSpot from '../../../src/catalog/mexc-spot/codes.ts';
import * as okx from '../../../src/catalog/okx/codes.ts';
import { type Category, categories } from '../../../src/types.ts';

/** A row of any namespace: `over` may be the name of one. */
type AnyRow = readonly [
  code: string,
  category: Category | 'success',
  outcome: 'ok' | 'rejected' | 'unknown',
  text: string,
  more?: Omit<RowDetails, 'over'> & { readonly over?: string },
];

/** The codes that were collected, by exchange and namespace. A code that stands twice in a published table stands once here. */
interface Collected {
  readonly count: number;
  readonly codes: readonly string[];
}

const file = new URL('../../fixtures/big/rows.json', import.meta.url);
const collected: Readonly<Record<string, Readonly<Record<string, Collected>>>> = JSON.parse(
  readFileSync(file, 'utf8'),
);

type Namespaces = Readonly<Record<string, readonly AnyRow[]>>;

const tables: Readonly<Record<string, Namespaces>> = {
  'binance-spot': {
    rest: spot.rows(),
    ws: spot.wsRows(),
    fix: spot.fixRows(),
    'ws-stream': spot.wsStreamRows(),
    sapi: sapiRows(),
  },
  'binance-usdm': { rest: usdm.rows(), 'ws-stream': usdm.wsStreamRows(), sapi: sapiRows() },
  bitget: { rest: bitget.rows(), ws: bitget.wsRows() },
  bybit: { rest: bybit.rows(), 'ws-trade': bybit.wsTradeRows() },
  deribit: { rest: deribit.rows() },
  hyperliquid: { rest: hyperliquid.rows(), 'order-status': hyperliquid.statusRows() },
  okx: { rest: okx.rows(), ws: okx.wsRows(), 'ws-close': okx.wsCloseRows() },
  gate: { rest: gate.rows(), ws: gate.wsRows() },
  htx: { rest: htx.rows(), place: htx.placeRows(), 'look-up': htx.lookUpRows(), ws: htx.wsRows() },
  kraken: { rest: kraken.rows(), cancel: kraken.cancelRows() },
  'mexc-spot': { rest: mexcSpot.rows(), ws: mexcSpot.wsRows() },
  coinbase: { rest: coinbase.rows(), 'order-reads': coinbase.readRows() },
  kucoin: {
    rest: kucoin.rows(),
    margin: kucoin.marginRows(),
    futures: kucoin.futuresRows(),
    'copy-trading': [...kucoin.copyTradingRows(), ...kucoin.futuresRows('copy-trading')],
    earn: kucoin.earnRows(),
    broker: kucoin.brokerRows(),
    unified: kucoin.unifiedRows(),
    ws: kucoin.wsRows(),
    'ws-trade': kucoin.wsTradeRows(),
  },
};

/** The codes after which a write may have been executed, in the order of the rows. A new one is a decision. */
const undecided: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'binance-spot': {
    rest: '-1000 -1001 -1006 -1007 -1008 -2021 -1004',
    sapi: '-3000 -3029 -3044',
  },
  'binance-usdm': {
    rest: '-1000 -1001 -1006 -1007 -1008 -2012 -4078 -4083',
    sapi: '-3000 -3029 -3044',
  },
  bybit: {
    rest:
      '10000 10016 40004 110073 182110 3400214 170001 170007 170032 170035 170146 170147 170149 ' +
      '170150 170195 170196 170212 170234 170310 170311 176005 176006 176137 131001 131003 131200 ' +
      '131201 131230 500000 790000 148019 148026 148034 148035 148036 177002 177021 3777012 3777027 ' +
      '500001 180018 34022001 34022003 34022044 34022045 60061 60071 60072 60073 60080 180000 700003 ' +
      '5004 340099 175002 175005',
    'ws-trade': '10016',
  },
  bitget: {
    rest:
      '12018 13005 19000 31016 31033 40010 40015 40049 40067 40074 40200 40725 40780 40782 40784 ' +
      '40785 40788 40843 40846 40856 40857 40903 40904 40905 40906 40907 40908 40910 42013 43002 ' +
      '43003 43022 43059 43066 45001 45023 45024 49021 49040 49072 49075 49077 50031 50044 50050 ' +
      '50051 50053 50054 50055 50056 50057 50058 59046 60010 60024 60029 60035 60043 70210 70229 ' +
      '80002 25000 25001 25003 25239 40604 50008',
  },
  deribit: { rest: '10001 11031 11094 13008 13028 13666' },
  okx: {
    rest:
      '1 2 50001 50004 50013 50026 50057 51032 51054 51149 51412 51322 51820 51720 51721 52910 52911 ' +
      '52912 52923 58007 58112 58124 58304 58382 58400 59121 59617 59618 70509 70510 70511 59218 ' +
      '59278 51767 51774',
    ws: '64007 60015 60016',
    'ws-close': '1009 4002 4003 4004 4005 4006 4007 4008 4009',
  },
  gate: {
    rest:
      'MARGIN_BALANCE_EXCEPTION MARGIN_TRANSFER_FAILED ACCOUNT_EXCEPTION SUB_ACCOUNT_TRANSFER_FAILED ' +
      'FAILED_RETRIEVE_ASSETS CANCEL_FAIL LOAN_FAILED ERR_PRODUCT_BUY ERR_CREATE_ORDER SERVER_TIMEOUT ' +
      'INTERNAL SERVER_ERROR TOO_BUSY',
    ws: '3',
  },
  htx: {
    rest:
      'base-system-error base-record-invalid order-update-error base-msg base-request-timeout base-update-error ' +
      'dw-account-transfer-error loan-fee-rate-compute-fail system-busy uc-network-error timeout ' +
      'gateway-internal-error',
    ws: '500',
  },
  kraken: {
    rest:
      'EService:Unavailable, EService:Deadline elapsed, EGeneral:Internal error, ' +
      'EOrder:Reduce only:Position is closed, EService:Busy, EDatabase:Internal error',
  },
  coinbase: {
    rest: 'UNKNOWN_FAILURE_REASON UNKNOWN_PREVIEW_FAILURE_REASON UNKNOWN_CANCEL_FAILURE_REASON UNKNOWN_EDIT_ORDER_FAILURE_REASON REJECT_REASON_UNSPECIFIED unknown INTERNAL UNAVAILABLE DEADLINE_EXCEEDED CANCELLED UNKNOWN ABORTED DATA_LOSS internal_server_error',
  },
  kucoin: {
    rest: '400800 500000 230005',
    margin: '130202 126000 126034 126036 126038 126039 135005 135018 400400 408000 500000',
    futures: '100002 300010 500000',
    ws: '500',
    'ws-trade': '420002 500000 501000 503000 504000 505000',
    unified:
      '106204 109006 109009 109099 110000 110001 110003 110106 112001 112002 112003 301105 301136 401118 401119 603005 603006 603007 603008 706001',
    'copy-trading': '100002 300010 500000',
  },
  'mexc-spot': {
    rest: '500 503 504 10200 10201 10202 10219 10259 20002 730000 700022',
  },
};

const texts = {
  'binance-spot': spot.texts(),
  'binance-usdm': usdm.texts(),
  bybit: bybit.texts(),
  htx: htx.texts(),
  okx: [...okx.texts(), ...okx.subCodes()],
};

/** Letter case and runs of white space make no other text. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ');

describe.each(Object.entries(tables))('the rows of %s', (id, namespaces) => {
  const all = Object.entries(namespaces);

  it('stand in the namespaces that were collected', () => {
    expect(all.map(([name]) => name).sort()).toEqual(Object.keys(collected[id] ?? {}).sort());
  });

  it.each(all)('%s: has every code that was collected, and no other', (name, rows) => {
    const { count, codes } = collected[id]?.[name] ?? { count: 0, codes: [] };
    expect(codes).toHaveLength(count);
    expect(rows.map(([code]) => code).sort()).toEqual([...codes].sort());
  });

  it.each(all)('%s: says one thing of a code', (_name, rows) => {
    const codes = rows.map(([code]) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it.each(all)('%s: says of the known few only that a write may have been executed', (name, rows) => {
    const codes = rows.filter(([, , outcome]) => outcome === 'unknown').map(([code]) => code);
    const separator = id === 'kraken' ? ', ' : ' ';
    expect(codes.join(separator)).toBe(undecided[id]?.[name] ?? '');
  });

  it.each(all)('%s: knows each category, and a success by its outcome', (_name, rows) => {
    for (const [code, category, outcome, text] of rows) {
      expect([...categories, 'success'], code).toContain(category);
      expect(category === 'success', code).toBe(outcome === 'ok');
      expect(text.length, code).toBeGreaterThan(1);
    }
  });

  it.each(all)('%s: keeps its notes short, and names its namespace', (name, rows) => {
    for (const [code, , , , more] of rows) {
      expect(more?.note?.length ?? 0, `the note of ${code}`).toBeLessThanOrEqual(70);
      expect(more?.over, code).toBe(name === 'rest' ? undefined : name);
    }
  });
});

describe.each(Object.entries(texts))('the texts of %s', (id, variants) => {
  it('tell the meanings of rows apart', () => {
    const codes = tables[id]?.['rest']?.map(([code]) => code) ?? [];
    for (const [code] of variants) expect(codes).toContain(code.split('_')[0]);
  });

  it('stand once under each code', () => {
    const keys = variants.map(([code, text]) => `${code} ${plain(text)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('what decides about orders', () => {
  const outcomeOf = (id: string, code: string, name = 'rest'): string | undefined =>
    tables[id]?.[name]?.find((row) => row[0] === code)?.[2];

  it.each([
    ['binance-spot', '-1007', 'rest'],
    ['binance-spot', '-2021', 'rest'],
    ['binance-usdm', '-1008', 'rest'],
    ['bybit', '10016', 'rest'],
    ['bybit', '10016', 'ws-trade'],
    ['bybit', '170035', 'rest'],
    ['bitget', '40010', 'rest'],
    ['bitget', '45001', 'rest'],
    ['deribit', '13666', 'rest'],
    ['okx', '50004', 'rest'],
    ['okx', '51149', 'rest'],
    ['okx', '64007', 'ws'],
    ['gate', 'SERVER_TIMEOUT', 'rest'],
    ['gate', 'TOO_BUSY', 'rest'],
    ['htx', 'base-system-error', 'rest'],
    ['htx', 'timeout', 'rest'],
    ['kraken', 'EService:Deadline elapsed', 'rest'],
  ])('%s %s over %s may have been executed', (id, code, name) => {
    expect(outcomeOf(id, code, name)).toBe('unknown');
  });

  it.each([
    ['bybit', '10019', 'ws-trade'],
    ['bitget', '40078', 'rest'],
    ['deribit', '10040', 'rest'],
    ['deribit', '13888', 'rest'],
    ['okx', '50037', 'rest'],
    ['okx', '50102', 'rest'],
    ['kraken', 'EService:Throttled', 'rest'],
  ])('%s %s over %s was certainly not', (id, code, name) => {
    expect(outcomeOf(id, code, name)).toBe('rejected');
  });

  it('one text of USD-M makes a certain failure of -1008', () => {
    const certain = usdm.texts().filter(([code, , , outcome]) => code === '-1008' && outcome === 'rejected');
    expect(certain.map(([, text]) => text)).toEqual(['Request throttled by system-level protection.']);
  });

  it('OKX has its sub-codes of three codes', () => {
    const owners = okx.subCodes().map(([code]) => code.split('_')[0]);
    const count = (code: string): number => owners.filter((owner) => owner === code).length;
    expect([count('51004'), count('51008'), count('51502')]).toEqual([14, 16, 11]);
  });
});
