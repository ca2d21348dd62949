// What the codes of Binance's `/sapi` mean: margin, transfers, withdrawals and algo orders, whose numbers collide with others.
import type { Row, RowDetails } from './entry.ts';
import type { Namespace } from './namespace.ts';

/** Its answers come from the hosts of spot. */
export const sapi: Namespace = { name: 'sapi', match: { path: '/sapi/**' } };

const over: RowDetails & { readonly over: 'sapi' } = {
  over: 'sapi',
  source: 'https://developers.binance.com/docs/margin_trading/error-code, by ccxt 4.5.84',
};
const algo = { ...over, source: 'https://developers.binance.com/docs/algo' };

/** Those that bots meet: the good ones, and what refuses orders, loans and transfers. */
export function sapiRows(): readonly Row[] {
  return [
    ['0', 'success', 'ok', 'OK', algo],
    ['200', 'success', 'ok', 'success', over],
    ['000000', 'success', 'ok', 'success', over],
    ['-3000', 'server', 'unknown', 'Internal server error.', over],
    ['-3001', 'auth', 'rejected', 'Please enable 2FA first.', over],
    ['-3002', 'invalid-request', 'rejected', "We don't have this asset.", over],
    ['-3003', 'account', 'rejected', 'Margin account does not exist.', over],
    ['-3004', 'market-unavailable', 'rejected', 'Trade not allowed.', over],
    [
      '-3005',
      'funds',
      'rejected',
      'Transferring out not allowed. Transfer out amount exceeds max amount.',
      over,
    ],
    ['-3006', 'funds', 'rejected', 'Your borrow amount has exceed maximum borrow amount.', over],
    ['-3007', 'server', 'rejected', 'You have pending transaction, please try again later..', over],
    [
      '-3008',
      'funds',
      'rejected',
      'Borrow not allowed. Your borrow amount has exceed maximum borrow amount.',
      over,
    ],
    [
      '-3009',
      'market-unavailable',
      'rejected',
      'This asset are not allowed to transfer into margin account currently.',
      over,
    ],
    ['-3010', 'invalid-request', 'rejected', 'Repay not allowed. Repay amount exceeds borrow amount.', over],
    ['-3012', 'market-unavailable', 'rejected', 'Borrow is banned for this asset.', over],
    ['-3013', 'invalid-request', 'rejected', 'Borrow amount less than minimum borrow amount.', over],
    ['-3014', 'account', 'rejected', 'Borrow is banned for this account.', over],
    ['-3015', 'invalid-request', 'rejected', 'Repay amount exceeds borrow amount.', over],
    ['-3016', 'invalid-request', 'rejected', 'Repay amount less than minimum repay amount.', over],
    ['-3018', 'account', 'rejected', 'Transferring in has been banned for this account.', over],
    ['-3019', 'account', 'rejected', 'Transferring out has been banned for this account.', over],
    ['-3020', 'funds', 'rejected', 'Transfer out amount exceeds max amount.', over],
    [
      '-3021',
      'market-unavailable',
      'rejected',
      'Margin account are not allowed to trade this trading pair.',
      over,
    ],
    ['-3022', 'account', 'rejected', "You account's trading is banned.", over],
    ['-3023', 'funds', 'rejected', "You can't transfer out/place order under current margin level.", over],
    ['-3027', 'invalid-request', 'rejected', 'Not a valid margin asset.', over],
    ['-3028', 'invalid-request', 'rejected', 'Not a valid margin pair.', over],
    ['-3029', 'server', 'unknown', 'Transfer failed.', over],
    ['-3041', 'funds', 'rejected', 'Balance is not enough', over],
    ['-3044', 'server', 'unknown', 'System busy.', over],
    ['-3045', 'market-unavailable', 'rejected', "The system doesn't have enough asset now.", over],
    ['-3999', 'permission', 'rejected', 'This function is only available for invited users.', over],
    ['-4001', 'invalid-request', 'rejected', 'Invalid operation.', over],
    ['-4005', 'rate-limit', 'rejected', 'Too many new requests.', over],
    ['-4015', 'account', 'rejected', 'Withdraw is limited.', over],
    ['-4018', 'invalid-request', 'rejected', "We don't have this asset.", over],
    ['-4019', 'market-unavailable', 'rejected', 'Current asset is not open for withdrawal.', over],
    ['-4021', 'invalid-request', 'rejected', 'Asset withdrawal must be an %s multiple of %s.', over],
    ['-4022', 'invalid-request', 'rejected', 'Not less than the minimum pick-up quantity %s.', over],
    ['-4024', 'funds', 'rejected', "You don't have this asset.", over],
    ['-4026', 'funds', 'rejected', 'You have insufficient balance.', over],
    ['-4046', 'account', 'rejected', 'Agreement not confirmed.', over],
    ['-4047', 'invalid-request', 'rejected', 'Time interval must be within 0-90 days', over],
    ['-9000', 'funds', 'rejected', 'user have no avaliable amount', over],
    ['-11008', 'funds', 'rejected', "Exceeding the account's maximum borrowable limit.", over],
  ];
}
