import type { Command } from 'commander';

/** `demo`: the main job on this machine; ends with 1 if anything went otherwise than it should. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('show the whole thing on this machine: no account, no key, no internet beyond the package registries')
    .action(async () => {
      const { runDemo } = await import('../demo/demo.js');
      const succeeded = await runDemo((line) => console.log(line));
      process.exitCode = succeeded ? 0 : 1;
    });
}
