// Types `config.exchange` where TypeScript is compiled to CommonJS: axios declares itself twice, for `import` and for
// `require`, and this file is CommonJS, so that it means the second.
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
