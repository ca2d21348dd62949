// Lets every supported Node run TypeScript, in threads and forks too: `node --import ./tools/typescript.js <file>.ts`.
// JavaScript itself, since Node 20 reads nothing else alone.
import { register } from 'node:module';

if (!process.features.typescript) register('./typescript-loader.js', import.meta.url);
