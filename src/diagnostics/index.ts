// The entry point `exchange-interceptors/diagnostics`: every event of a gateway on Node's `diagnostics_channel`.
export { channelOf, type DiagnosticsMessage, publishDiagnostics } from './publish.ts';
