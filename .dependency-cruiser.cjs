/** The arrows of the house: who may import whom. A violation fails `npm run lint`. */
const rooms = ['contracts', 'devices', 'sync', 'terminal', 'electron', 'renderer', 'platform', 'console'];
const room = (name) => `^${name}/`;
const others = (name, allowed) => `^(${rooms.filter((r) => r !== name && !allowed.includes(r)).join('|')})/`;

const arrow = (name, allowed) => ({
  name: `${name}-arrows`,
  severity: 'error',
  from: { path: room(name) },
  to: { path: others(name, allowed) },
});

/** Modules that stand for hardware or belong to tests: simulators, their parts, test benches. */
const SIMULATED =
  '^devices/(simulators/|testing/|[^/]+/(testing/|simulators?/|simulator[^/]*\\.ts$|simulated[^/]*\\.ts$|fixtures\\.ts$))';
const NO_PRODUCT = `${SIMULATED}|\\.test\\.tsx?$|/testing/`;

module.exports = {
  forbidden: [
    arrow('contracts', []),
    arrow('devices', ['contracts']),
    arrow('sync', ['contracts']),
    arrow('terminal', ['contracts', 'devices', 'sync']),
    arrow('electron', ['contracts', 'terminal']),
    arrow('renderer', ['contracts']),
    arrow('platform', ['contracts']),
    arrow('console', ['contracts']),
    {
      name: 'contracts-only-zod-and-orpc',
      severity: 'error',
      from: { path: room('contracts'), pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'],
        pathNot: 'node_modules/(zod|@orpc)/',
      },
    },
    {
      name: 'electron-only-in-electron',
      severity: 'error',
      from: { pathNot: '^(electron/|electron-builder)' },
      to: { path: 'node_modules/electron/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'product-imports-no-test-tools',
      severity: 'error',
      from: { path: `^(${rooms.join('|')})/`, pathNot: '(\\.test\\.tsx?|/testing/|\\.config\\.ts)' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(electron|@types)/' },
    },
    {
      // A simulated device is declared like a real one: the product knows nothing of simulators, and packs none.
      name: 'no-simulators-in-product',
      severity: 'error',
      from: { path: `^(${rooms.join('|')})/`, pathNot: NO_PRODUCT },
      to: { path: SIMULATED },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
