#!/usr/bin/env node
// The program: gives the command line the streams and the network of the process.
import { run } from './run.ts';

// Piped to `head`, the reader goes away in the middle: that is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

// Set, not called, so that what is written still leaves.
process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: () => process.stdin,
  env: process.env,
  fetch: (...request) => fetch(...request),
});
