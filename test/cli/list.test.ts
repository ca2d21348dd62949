import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { cli } from './support.ts';

describe('list', () => {
  it('without an exchange shows them all', async () => {
    expect(await cli(['list'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "Exchange        Name                   Codes  Limits  Hosts
      ktx             KTX                       66       2  api.ktx.com,
                                                            m-stream.ktx.com,
                                                            u-stream.ktx.com
      mexc-contract   MEXC contract             77       5  contract.mexc.com,
                                                            api.mexc.com
      lbank-contract  LBank contract            96       1  lbkperp.lbank.com
      ox-fun          OX.FUN                    62      12  api.ox.fun
      chainup         ChainUp OpenAPI           49       8  one of each tenant
      binance-spot    Binance spot             136       4  api.binance.com,
                                                            api-gcp.binance.com,
                                                            api1.binance.com,
                                                            api2.binance.com,
                                                            api3.binance.com,
                                                            api4.binance.com,
                                                            data-api.binance.vision,
                                                            testnet.binance.vision,
                                                            demo-api.binance.com,
                                                            ws-api.binance.com,
                                                            ws-api.testnet.binance.vis
                                                            ion
      binance-usdm    Binance USD-M futures    259       4  fapi.binance.com,
                                                            demo-fapi.binance.com,
                                                            testnet.binancefuture.com,
                                                            ws-fapi.binance.com
      bitget          Bitget                  1057     102  api.bitget.com,
                                                            ws.bitget.com,
                                                            wspap.bitget.com
      bybit           Bybit                    811      34  api.bybit.com,
                                                            api.bytick.com,
                                                            api-testnet.bybit.com,
                                                            api-demo.bybit.com,
                                                            api.bybit.nl,
                                                            api.bybit.tr,
                                                            api.bybit.kz,
                                                            api.bybit.ae,
                                                            api.bybit.eu,
                                                            api.bybit.id,
                                                            api.bybitgeorgia.ge,
                                                            api.manepa.jp,
                                                            stream.bybit.com,
                                                            stream-testnet.bybit.com
      coinbase        Coinbase                 191       2  api.coinbase.com,
                                                            api-sandbox.coinbase.com,
                                                            advanced-trade-ws.coinbase
                                                            .com,
                                                            advanced-trade-ws-user.coi
                                                            nbase.com
      deribit         Deribit                  154       4  www.deribit.com,
                                                            test.deribit.com
      gate            Gate                     161      20  api.gateio.ws,
                                                            fx-api.gateio.ws,
                                                            api-testnet.gateapi.io,
                                                            fx-ws.gateio.ws
      htx             HTX spot                 152      11  api.huobi.pro,
                                                            api.htx.com,
                                                            api-aws.huobi.pro
      hyperliquid     Hyperliquid               56       4  api.hyperliquid.xyz,
                                                            api.hyperliquid-testnet.xy
                                                            z
      kraken          Kraken spot               88       3  api.kraken.com,
                                                            ws.kraken.com,
                                                            ws-auth.kraken.com
      kucoin          KuCoin                   481       6  api.kucoin.com,
                                                            api-futures.kucoin.com,
                                                            api-broker.kucoin.com,
                                                            wsapi.kucoin.com
      mexc-spot       MEXC spot                109       4  api.mexc.com,
                                                            wbs-api.mexc.com
      okx             OKX                     1080      84  openapi.okx.com,
                                                            www.okx.com, aws.okx.com,
                                                            us.okx.com, eea.okx.com,
                                                            ws.okx.com:8443,
                                                            wspap.okx.com:8443

      The codes of one: list <exchange>. Of one kind: list --category funds.
      ",
      }
    `);
  });

  it('shows the rows of one kind', async () => {
    expect((await cli(['list', 'ktx', '--category', 'funds'])).out).toMatchInlineSnapshot(`
      "KTX (ktx), funds: 2 codes

      Code    Category  Outcome   Text
      -20005  funds     rejected  insufficient
      -21301  funds     rejected  insufficient funds
      "
    `);
    expect((await cli(['list', 'mexc', '--outcome', 'unknown'])).out).toMatchInlineSnapshot(`
      "MEXC contract (mexc-contract), outcome unknown: 4 codes

      Code  Category  Outcome  Text
      9999  server    unknown  Public abnormal
      500   server    unknown  Internal error
      501   server    unknown  System busy
      3016  timeout   unknown  Order timeout
      "
    `);
    expect(
      (await cli(['list', '--category', 'timestamp', '--outcome', 'rejected'])).out,
    ).toMatchInlineSnapshot(`
      "All exchanges, timestamp, outcome rejected: 30 codes

      Exchange | Code | Category | Outcome | Text
      ktx | -11001 | timestamp | rejected
          expired
      mexc-contract | 513 | timestamp | rejected
          Invalid request(for open api serves time more or less than 10s)
      ox-fun | 20024 | timestamp | rejected
          timestamp exceeds the threshold
      ox-fun | 100015 | timestamp | rejected
          recvWindow xxx has expired
      chainup | -1021 | timestamp | rejected
          Timestamp for this request is outside of the recvWindow. / Timestamp for
          this request was 1000ms ahead of the server's time. / Please check the
          difference between your local time and server time .
      binance-spot | -1021 | timestamp | rejected
          Timestamp for this request is outside of the recvWindow. / Timestamp for
          this request was 1000ms ahead of the server's time.
      binance-usdm | -1021 | timestamp | rejected
          Timestamp for this request is outside of the recvWindow. / Timestamp for
          this request was 1000ms ahead of the server's time.
      binance-usdm | -5028 | timestamp | rejected
          Timestamp for this request is outside of the ME recvWindow.
      bitget | 40008 | timestamp | rejected
          Request timestamp expired
      bitget | 40078 | timestamp | rejected
          Timestamp for this request is outside of the ME receiveWindow.
      bitget | 40911 | timestamp | rejected
          Request timestamp expired
      bitget | 40004 | timestamp | rejected
          Request timestamp expired
      bitget | 30014 | timestamp | rejected
          request timestamp expired (over WebSocket)
      bybit | -1 | timestamp | rejected
          request expired: o@0, now[] diff[]
      bybit | 10002 | timestamp | rejected
          The request time exceeds the time window range.
      gate | REQUEST_EXPIRED | timestamp | rejected
          Timestamp more than 60 s from the server's
      hyperliquid | Invalid nonce: nonce too low | timestamp | rejected
          Invalid nonce: nonce too low
      hyperliquid | Invalid nonce | timestamp | rejected
          Invalid nonce
      kraken | EAPI:Invalid nonce | timestamp | rejected
          An invalid nonce was supplied (see Authentication section)
      kucoin | 400002 | timestamp | rejected
          KC-API-TIMESTAMP invalid: more than 5 s off
      kucoin | 400002 | timestamp | rejected
          invalid KC-API-TIMESTAMP (over ws-trade)
      kucoin | 400002 | timestamp | rejected
          KC-API-TIMESTAMP more than 5 s off (over copy-trading)
      kucoin | 400002 | timestamp | rejected
          KC-API-TIMESTAMP more than 5 s off (over futures)
      kucoin | 126041 | timestamp | rejected
          clientTimestamp parameter error (over margin)
      mexc-spot | 10073 | timestamp | rejected
          invalid Request-Time
      mexc-spot | 700003 | timestamp | rejected
          Timestamp for this request is outside of the recvWindow
      okx | 50036 | timestamp | rejected
          The expTime can't be earlier than the current system time. Please adjust the
          expTime and try again.
      okx | 50102 | timestamp | rejected
          Timestamp request expired.
      okx | 60004 | timestamp | rejected
          Invalid timestamp (over WebSocket)
      okx | 60006 | timestamp | rejected
          Timestamp request expired (over WebSocket)
      "
    `);
  });

  it('shows as many rows as it counts, and every code of every namespace', async () => {
    const counted: { exchange: string; codes: number }[] = JSON.parse((await cli(['list', '--json'])).out);
    for (const { id, codes } of exchanges) {
      const rows: { code: string }[] = JSON.parse((await cli(['list', id, '--json'])).out);
      expect(rows.length).toBe(counted.find(({ exchange }) => exchange === id)?.codes);
      expect(new Set(rows.map(({ code }) => code))).toEqual(
        new Set([
          ...codes.rest.keys(),
          ...codes.ws.keys(),
          ...[...codes.named.values()].flatMap(({ rest, ws }) => [...rest.keys(), ...ws.keys()]),
        ]),
      );
      expect((await cli(['list', id])).out.split('\n').length).toBeGreaterThan(rows.length);
    }
  });

  it.each([
    [['list', 'mexx']],
    [['list', 'ktx', 'mexc']],
    [['list', '--category', 'found']],
    [['list', '--outcome', 'rejcted']],
  ])('says what is wrong with %j', async (argv) => {
    const { code, out, err } = await cli(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatchSnapshot();
  });

  it('takes a category in any case, with an underscore, or its beginning', async () => {
    const told = await cli(['list', 'ktx', '--category', 'rate-limit']);
    expect(told.code).toBe(0);
    for (const name of ['RATE_LIMIT', 'Rate-Limit', 'rate'])
      expect(await cli(['list', 'ktx', '--category', name])).toEqual(told);
  });

  it('says so where there is no such code', async () => {
    expect(await cli(['list', 'ktx', '--category', 'network'])).toEqual({
      code: 1,
      out: '',
      err: 'KTX has no code of network.\n',
    });
  });
});

describe('search', () => {
  it('finds all words in text, name or note, in any case', async () => {
    expect((await cli(['search', 'Balance', 'insuff'])).out).toMatchInlineSnapshot(`
      "Exchange | Code | Category | Outcome | Text
      mexc-contract | 2005 | funds | rejected
          Balance insufficient
      lbank-contract | 35 | funds | rejected
          Insufficient balance
      ox-fun | 710006 | funds | rejected
          Insufficient balance
      chainup | -2017 | funds | rejected
          Insufficient balance
      chainup | 110049 | funds | rejected
          Account balance is insufficient
      binance-spot | -4026 | funds | rejected
          You have insufficient balance. (over sapi)
      binance-usdm | -2018 | funds | rejected
          Balance is insufficient.
      binance-usdm | -2028 | funds | rejected
          Leverage is smaller than permitted: insufficient margin balance.
      binance-usdm | -4050 | funds | rejected
          Cross balance insufficient.
      binance-usdm | -4051 | funds | rejected
          Isolated balance insufficient.
      binance-usdm | -4169 | funds | rejected
          Unable to adjust Multi-Assets Mode with insufficient margin balance in
          USDⓈ-M Futures.
      binance-usdm | -4026 | funds | rejected
          You have insufficient balance. (over sapi)
      bitget | 40756 | funds | rejected
          The balance lock is insufficient.
      bitget | 40798 | funds | rejected
          Insufficient contract account balance
      bitget | 40898 | account | rejected
          The system experience gold account balance is insufficient
      bitget | 40901 | account | rejected
          The contract experience fund balance is insufficient
      bitget | 43012 | funds | rejected
          Insufficient balance
      bitget | 50020 | funds | rejected
          Insufficient balance
      bitget | 59002 | funds | rejected
          Insufficient product balance
      bitget | 59011 | funds | rejected
          Insufficient balance
      bitget | 59022 | funds | rejected
          Insufficient balance
      bitget | 60013 | funds | rejected
          Insufficient balance
      bitget | 25202 | funds | rejected
          Insufficient balance
      bitget | 40711 | funds | rejected
          Insufficient contract account balance
      bybit | 110004 | funds | rejected
          Wallet balance is insufficient
      bybit | 110007 | funds | rejected
          Available balance is insufficient
      bybit | 110012 | funds | rejected
          Insufficient available balance.
      bybit | 110014 | funds | rejected
          Insufficient available balance to add additional margin.
      bybit | 110045 | funds | rejected
          Wallet balance is insufficient.
      bybit | 110052 | funds | rejected
          Your available balance is insufficient to set the price
      bybit | 182101 | funds | rejected
          Failed repayment, insufficient collateral balance
      bybit | 170033 | funds | rejected
          margin Insufficient account balance
      bybit | 170131 | funds | rejected
          Balance insufficient
      bybit | 176015 | funds | rejected
          Insufficient available balance
      bybit | 131212 | funds | rejected
          Insufficient balance
      bybit | 140004 | account | rejected
          Operations Restriction: The current LTV ratio of your Institutional Loan has
          hit the liquidation threshold. Assets in your account are being liquidated.
      bybit | 700005 | funds | rejected
          Your Available Balance is insufficient or your wallet not exist
      bybit | 700010 | funds | rejected
          loan user can not perform conversion / [Prediction] Insufficient USDC
          balance
      bybit | 148011 | market-unavailable | rejected
          Insufficient balance in the funding pool .
      bybit | 148029 | funds | rejected
          Insufficient balance in the repayment account.
      bybit | 3777040 | funds | rejected
          Insufficient balance.
      bybit | 34022049 | funds | rejected
          Insufficient collateral balance.
      bybit | 140007 | funds | rejected
          Insufficient available balance
      bybit | 140045 | funds | rejected
          Insufficient wallet balance
      bybit | 140052 | funds | rejected
          User's available balance is insufficient to set a price
      bybit | 3200300 | funds | rejected
          Insufficient margin balance.
      bybit | 175003 | funds | rejected
          Insufficient available balance. Please make a deposit and try again.
      bybit | 175006 | funds | rejected
          Insufficient available balance. Please make a deposit and try again.
      coinbase | PREVIEW_INSUFFICIENT_LEDGER_BALANCE | funds | rejected
          preview insufficient ledger balance
      htx | order-accountbalance-error | funds | rejected
          balance insufficient
      htx | account-transfer-balance-insufficient-error | funds | rejected
          balance insufficient
      htx | dw-insufficient-balance | funds | rejected
          balance insufficient
      htx | loan-insufficient-balance | funds | rejected
          loan balance insufficient
      htx | account-balance-insufficient-error | funds | rejected
          balance insufficient
      hyperliquid | Order has insufficient spot balance to trade | funds | rejected
          Order has insufficient spot balance to trade
      hyperliquid | Insufficient spot balance asset | funds | rejected
          Insufficient spot balance asset
      hyperliquid | Insufficient balance for withdrawal | funds | rejected
          Insufficient balance for withdrawal
      hyperliquid | Insufficient balance for token transfer | funds | rejected
          Insufficient balance for token transfer
      kucoin | 200004 | funds | rejected
          balance insufficient
      kucoin | 102421 | funds | rejected
          insufficient account balance
      kucoin | 115007 | funds | rejected
          insufficient balance, only the funds account can withdraw
      kucoin | 230003 | funds | rejected
          balance insufficient
      kucoin | 200005 | funds | rejected
          insufficient balance (risk limit change) (over ws-trade)
      kucoin | 400100 | invalid-request | rejected
          parameter error; account.available.amount = insufficient balance (over
          copy-trading)
      kucoin | 200005 | funds | rejected
          insufficient balance (risk limit change) (over copy-trading)
      kucoin | 400100 | invalid-request | rejected
          parameter error; account.available.amount = insufficient balance (over
          futures)
      kucoin | 200005 | funds | rejected
          insufficient balance (risk limit change) (over futures)
      kucoin | 151009 | funds | rejected
          insufficient balance (over earn)
      kucoin | 301130 | funds | rejected
          ACCOUNT_BALANCE_INSUFFICIENT (over unified)
      kucoin | 130105 | funds | rejected
          insufficient balance (over margin)
      kucoin | 130203 | funds | rejected
          insufficient balance, or borrowing maximum exceeded (over margin)
      kucoin | 130301 | funds | rejected
          insufficient balance (over margin)
      kucoin | 126013 | funds | rejected
          insufficient balance (over margin)
      mexc-spot | 10101 | funds | rejected
          Insufficient balance
      okx | 51008 | funds | rejected
          Order failed. Insufficient {param0} balance in account
      okx | 51131 | funds | rejected
          Insufficient balance.
      okx | 51502 | funds | rejected
          Unable to edit order: insufficient balance or margin.
      okx | 51736 | funds | rejected
          Insufficient {ccy} balance
      okx | 52914 | funds | rejected
          Insufficient available balance in trading account
      okx | 52916 | funds | rejected
          Insufficient balance in funding account
      okx | 58229 | funds | rejected
          Insufficient funding account balance to pay fees {fee} USDT
      okx | 58350 | funds | rejected
          Insufficient balance.
      okx | 59200 | funds | rejected
          Insufficient account balance.
      okx | 59692 | funds | rejected
          Insufficient {param0} balance. Balance cannot go below zero after operation.
      okx | 59693 | funds | rejected
          {param0} transferable balance insufficient. Some funds are occupied by open
          orders or positions. Please cancel orders or close positions and try again.
      okx | 51119 | funds | rejected
          Order placement failed due to insufficient balance
      okx | 51764 | funds | rejected
          Insufficient balance
      okx | 51008_1000 | funds | rejected
          Order failed. Insufficient {param0} balance in account
      okx | 51008_1002 | funds | rejected
          Order failed. Insufficient {param0} balance in account, and Auto Borrow is
          not enabled
      okx | 51008_1009 | funds | rejected
          Order failed. Insufficient account balance, and the adjusted equity in USD
          is less than IMR (Portfolio margin mode can try IOC orders to lower the
          risks)
      okx | 51008_1015 | funds | rejected
          Order failed. Your available balance is insufficient. It excludes crypto
          ({param0}) exceeding the platform's collateral limit.
      okx | 51008_1016 | funds | rejected
          Order failed. Your available {param0} balance is insufficient, and your
          available margin (in USD) is too low for borrowing. This margin excludes
          crypto ({param1}) exceeding the platform's collateral limit.
      okx | 51008_1020 | funds | rejected
          Order failed. After the spot fee in quote currency is deducted, your
          {param0} balance is insufficient to complete the order. Please disable the
          spot fees in quote currency toggle and try again.
      okx | 51502_1030 | funds | rejected
          Unable to edit order: insufficient balance or margin.
      okx | 51502_1032 | funds | rejected
          Order failed. Insufficient {param0} balance in account and Auto Borrow is
          not enabled
      okx | 51502_1039 | funds | rejected
          Order failed. Insufficient account balance and the adjusted equity in USD is
          smaller than the IMR.

      96 codes with "Balance insuff". In full: explain <exchange> <code>.
      "
    `);
    expect((await cli(['search', 'TIMESTAMP', '--exchange', 'chainup'])).out).toMatchInlineSnapshot(`
      "Exchange  Code   Category         Outcome   Text
      chainup   -1021  timestamp        rejected  Timestamp for this request is
                                                  outside of the recvWindow. /
                                                  Timestamp for this request was
                                                  1000ms ahead of the server's time. /
                                                  Please check the difference between
                                                  your local time and server time .
      chainup   -1023  auth             rejected  You are not authorized to execute
                                                  this request, we recommend that you
                                                  add X-CH-TS to all request headers
      chainup   -1103  invalid-request  rejected  An unknown parameter was sent. /
                                                  each request requires at least one
                                                  parameter. {Timestamp}.

      3 codes with "TIMESTAMP". In full: explain <exchange> <code>.
      "
    `);
  });

  it('says so where no text holds them', async () => {
    expect(await cli(['search', 'xyzzy'])).toMatchObject({ code: 1, out: '' });
    expect(await cli(['search'])).toEqual({
      code: 2,
      out: '',
      err: 'search takes words, such as: search insufficient.\n',
    });
  });
});
