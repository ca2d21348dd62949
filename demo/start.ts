// `npm start [-- exchange ...]`.
import { axiosBots } from './axios-bots.ts';
import { main } from './main.ts';

process.exitCode = await main(process.argv.slice(2), process.stdout, axiosBots);
