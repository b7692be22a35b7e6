import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // a hang must fail, a slow machine must not: the first CDK synth of a process alone takes up to 6 s
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    // most wait for programs longer than they compute
    maxWorkers: 2,
    // the constructs' own, of which many tests make some
    execArgv: ['--disable-warning=AgentAirlockWarning'],
    // the CDK's own validator costs 3-4 s a process; one suite turns it on
    env: { CDK_VALIDATION: 'false' },
  },
});
