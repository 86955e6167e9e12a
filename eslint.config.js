import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Rooms without framework, clock, chance or I/O: what they need comes in as arguments. */
const PURE = [
  'time',
  'incident',
  'gazetteer',
  'journal',
  'register',
  'indicator',
  'alert',
  'watch',
  'notice',
  'desk',
  'store',
];
const pureFiles = PURE.map((room) => `libs/${room}/src/**/*.ts`);
const TESTS = ['**/*.spec.ts', '**/testing/**', 'test/**', 'bench/**'];

/** Which rooms a layer may import: one direction, as docs/architecture.md draws it. */
const layers = [
  {
    sourceTag: 'layer:model',
    onlyDependOnLibsWithTags: ['layer:model'],
    allowedExternalImports: ['zod', '@noble/hashes/**', '@noble/hashes'],
  },
  { sourceTag: 'layer:port', onlyDependOnLibsWithTags: ['layer:model'], allowedExternalImports: [] },
  {
    sourceTag: 'layer:core',
    onlyDependOnLibsWithTags: ['layer:model', 'layer:core'],
    allowedExternalImports: ['zod', '@noble/hashes/**', '@noble/hashes'],
  },
  {
    sourceTag: 'layer:render',
    onlyDependOnLibsWithTags: ['layer:model', 'layer:core'],
    bannedExternalImports: ['@nestjs/*', 'kafkajs', 'prom-client', 'nodemailer'],
  },
  {
    sourceTag: 'layer:feature',
    onlyDependOnLibsWithTags: ['layer:model', 'layer:core', 'layer:port'],
    bannedExternalImports: ['@nestjs/*', 'kafkajs', 'prom-client', 'nodemailer'],
  },
  {
    sourceTag: 'layer:adapter',
    onlyDependOnLibsWithTags: ['layer:model', 'layer:core', 'layer:port', 'layer:render'],
    bannedExternalImports: ['@nestjs/*'],
  },
  {
    sourceTag: 'layer:platform',
    onlyDependOnLibsWithTags: ['layer:model', 'layer:core', 'layer:port', 'layer:adapter', 'layer:platform'],
    bannedExternalImports: ['kafkajs', 'nodemailer'],
  },
  {
    sourceTag: 'layer:service',
    onlyDependOnLibsWithTags: [
      'layer:model',
      'layer:core',
      'layer:port',
      'layer:render',
      'layer:feature',
      'layer:adapter',
      'layer:platform',
    ],
    bannedExternalImports: ['kafkajs', 'nodemailer'],
  },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'], bannedExternalImports: ['kafkajs', 'nodemailer'] },
];

/** What only one room may see. */
const owned = [
  ...['embedded', 'feed', 'channel'].map((room) => ({
    sourceTag: `room:${room}`,
    bannedExternalImports: ['kafkajs', 'kafkajs/**'],
  })),
  { sourceTag: 'room:kafka', bannedExternalImports: ['libsql', 'nodemailer', 'prom-client'] },
];

/** The same arrows for specs, which may use any package. */
const arrows = layers.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({ sourceTag, onlyDependOnLibsWithTags }));

export default [
  { ignores: ['**/dist/**', 'node_modules/**', '.nx/**', 'coverage/**', 'data/**', '.cache/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-params': ['error', 5],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], banTransitiveDependencies: false, depConstraints: [...layers, ...owned] },
      ],
    },
  },
  {
    files: pureFiles,
    ignores: TESTS,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'fs', 'path', 'crypto', 'os', 'child_process', 'http', 'https'],
              message: 'a pure room does no I/O',
            },
            {
              group: ['@nestjs/*', 'kafkajs', 'prom-client', 'nodemailer', 'rxjs'],
              message: 'a pure room knows no framework',
            },
            { group: ['@barometer/*/testing'], message: 'testing is for specs' },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'fetch',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'performance',
          'Buffer',
          'queueMicrotask',
          'console',
        ].map((name) => ({
          name,
          message: 'a pure room takes time and data as arguments',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'now is an argument' },
        { object: 'Math', property: 'random', message: 'the fold has no chance in it' },
        { object: 'crypto', property: 'randomUUID', message: 'the fold has no chance in it' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'now is an argument' },
        { selector: "CallExpression[callee.name='Date']", message: 'now is an argument' },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: [...TESTS, ...pureFiles],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@barometer/*/testing'], message: 'testing is for specs' }] },
      ],
    },
  },
  {
    files: ['apps/cli/**/*.ts', 'apps/standalone/**/*.ts', 'bench/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: TESTS,
    plugins: { '@nx': nx },
    rules: {
      'max-params': 'off',
      'max-lines': 'off',
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints: arrows }],
    },
  },
  prettier,
];
