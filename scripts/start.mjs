// `npm start`: installs what is missing, then runs the product. See scripts/start.ts.
import { spawn } from 'node:child_process';
import { ROOT, runPinned } from './lib/install.mjs';

const { node, env, argv } = runPinned('scripts/start.ts', process.argv.slice(2));
const child = spawn(node, argv, { cwd: ROOT, env, stdio: 'inherit' });
// Ctrl-C reaches the child by itself; this process only waits for its orderly end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
