// The bots of `npm start`: on axios.
import axiosRetry from 'axios-retry';
import { botWithout, botWithUs } from '../tools/bots.ts';
import type { Bots } from './bots.ts';

export const axiosBots: Bots = {
  withUs: botWithUs,
  without: { 'plain axios': botWithout, 'axios-retry': (options) => botWithout(options, axiosRetry) },
};
