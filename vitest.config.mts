import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // the first CDK synth of a process takes up to 6 s
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // the CDK's own validator costs 3-4 s a process; one suite turns it on
    env: { CDK_VALIDATION: 'false' },
  },
});
