import { defineConfig } from 'vitest/config';

/** Deploys the example to an emulated AWS, once, and holds what is there against the policy. */
export default defineConfig({
  test: {
    include: ['test/emulated/**/*.emulated.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/emulated/setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // the suites only read
    isolate: false,
  },
});
