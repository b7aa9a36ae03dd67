/** Node strips the types itself (line numbers stay exact), so no compiler runs between source and test. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest-strip-types.js' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/examples/'],
  // Only what hangs is ended by it: tests start servers and whole releases, and a machine may be busy.
  testTimeout: 300_000,
  maxWorkers: 2,
};
