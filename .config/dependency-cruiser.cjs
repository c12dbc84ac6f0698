/** Imports point one way: services → adapters → pure packages. Each client library has one importer. */
const only = (library, owner) => ({
  name: `only-${owner}-imports-${library.replace(/\W/g, '')}`,
  severity: 'error',
  from: {
    pathNot: [
      `^packages/${owner}/`,
      '\\.test\\.ts$',
      '^test/',
      '^packages/embedded/.*\\.test\\.ts$',
      '^packages/testkit/',
    ],
  },
  to: { path: `node_modules/${library}/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-service-imports-a-service',
      comment: 'Services meet in Kafka, ClickHouse and HTTP.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'no-package-imports-a-service',
      severity: 'error',
      from: { path: '^packages/', pathNot: '\\.test\\.ts$' },
      to: { path: '^services/' },
    },
    {
      name: 'pure-packages-have-no-adapters',
      comment:
        'contracts, facts, domain, metrics, calendar, api, pipeline and alerting are values and functions; so is nearest.',
      severity: 'error',
      from: {
        path: '^packages/(contracts|facts|domain|metrics|calendar|api|pipeline|alerting)/',
        pathNot: ['\\.test\\.ts$', '/src/testing/'],
      },
      to: {
        path: '^packages/(answers|kafka|clickhouse|runtime|embedded|testkit)/',
        pathNot: '^packages/runtime/src/nearest.ts$',
      },
    },
    {
      name: 'answers-have-no-clients',
      comment: 'Whoever asks hands in the database.',
      severity: 'error',
      from: { path: '^packages/answers/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/(kafka|clickhouse|embedded|testkit)/' },
    },
    {
      name: 'the-oracle-knows-no-sql',
      comment: 'The proof is independent: of facts it knows their definitions, its folds not even those.',
      severity: 'error',
      from: { path: '^packages/domain/src/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: ['^packages/(domain|contracts)/', '^packages/facts/src/facts.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'folds-know-no-definitions',
      severity: 'error',
      from: { path: '^packages/domain/src/folds/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/facts/' },
    },
    {
      name: 'facts-know-no-folds',
      severity: 'error',
      from: { path: '^packages/facts/' },
      to: { path: '^packages/domain/' },
    },
    only('avsc', 'contracts'),
    only('kafkajs', 'kafka'),
    only('@clickhouse/client', 'clickhouse'),
    only('chdb', 'embedded'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '(^|/)node_modules/\\.'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@tallyboard/source', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
