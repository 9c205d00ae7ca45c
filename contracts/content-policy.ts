/**
 * Content-Security-Policy of the terminal's screens, the same under Electron and in the browser host, so that
 * every e2e run in the browser proves it for the shell too.
 *
 * `wasm-unsafe-eval`: the QR decoder is WebAssembly. `blob:` and `data:` pictures, `blob:` sounds: assets come over
 * RPC as files. No inline script, no inline style, no frame, no form target, no plug-in.
 */
export const RENDERER_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
