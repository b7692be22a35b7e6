import type { Command } from 'commander';
import { Unusable } from '../exit';

/** `demo`: the main job on this machine; ends with 1 if anything went otherwise than it should. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('show the whole thing on this machine: no account, no key, no internet beyond the package registries')
    .action(async () => {
      const { runDemo } = await import('../demo/demo.js').catch(missingPackage);
      const succeeded = await runDemo((line) => console.log(line));
      process.exitCode = succeeded ? 0 : 1;
    });
}

// packages that only the demo needs are no dependencies of those who deploy
function missingPackage(error: NodeJS.ErrnoException): never {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
  throw new Unusable('demo needs a real client and the CDK: npm install @anthropic-ai/sdk aws-cdk-lib constructs');
}
