// `npm test`: installs what is missing, then checks the product. See scripts/test.ts.
import { spawn } from 'node:child_process';
import { ROOT, runPinned } from './lib/install.mjs';

const { node, env, argv } = runPinned('scripts/test.ts', process.argv.slice(2));
const child = spawn(node, argv, { cwd: ROOT, env, stdio: 'inherit' });
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
