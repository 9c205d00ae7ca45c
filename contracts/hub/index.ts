import { oc } from '@orpc/contract';
import { consoleApi } from './console-api.ts';
import { counterApi } from './counter-api.ts';
import { terminalApi } from './terminal-api.ts';

/** The hub's whole contract, served as OpenAPI under /v1 (document: /v1/openapi.json, page: /docs). */
export const hubContract = oc.router({ terminal: terminalApi, counter: counterApi, console: consoleApi });
