/** Every event of a gateway on Node's `diagnostics_channel`: `exchange-interceptors/diagnostics`. */
export { channelOf, type DiagnosticsMessage, publishDiagnostics } from './publish.ts';
