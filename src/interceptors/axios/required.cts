// axios declares itself twice, for `import` and for `require`. This file is CommonJS, so that it means the second: with
// it, `config.exchange` is typed too where TypeScript is compiled to CommonJS.
import type {} from 'axios';
import type { CallOptions } from '../../call-options.ts' with { 'resolution-mode': 'import' };

declare module 'axios' {
  interface AxiosRequestConfig {
    /** What `exchange-interceptors` should know about this call. */
    exchange?: ExchangeOfConfig;
  }
}

/** What rides in `config.exchange`. */
export type ExchangeOfConfig = CallOptions;
