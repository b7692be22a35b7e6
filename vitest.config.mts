import { defineConfig } from 'vitest/config';

/** Suites that only compute: they share the modules that a process has loaded. */
const computing = ['test/{audit,policy,verify}/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'computing', include: computing, isolate: false } },
      { extends: true, test: { name: 'running', include: ['test/**/*.test.ts'], exclude: computing } },
    ],
    globalSetup: ['test/temporary-folder.ts'],
    setupFiles: ['test/devices-as-before.ts'],
    // a hang must fail, a slow machine must not: the first CDK synth of a process alone takes up to 6 s
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // most wait for programs longer than they compute
    maxWorkers: 3,
    // the constructs' own, of which many tests make some
    execArgv: ['--disable-warning=AgentAirlockWarning'],
    // the CDK's own validator costs 3-4 s a process; one suite turns it on
    env: { CDK_VALIDATION: 'false' },
  },
});
