// The part of a definition that says how answers are read.
import type { ExchangeSpec } from './exchange.ts';

export type AnswerSpec = Pick<
  ExchangeSpec,
  | 'table'
  | 'rest'
  | 'ws'
  | 'wsSharesTable'
  | 'namespaces'
  | 'statuses'
  | 'resets'
  | 'waits'
  | 'time'
  | 'trustsCodesUnder5xx'
>;
