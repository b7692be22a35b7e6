import type { Command } from 'commander';
import { createColors, isColorSupported } from 'picocolors';
import { checkup, type Finding } from '../checkup';

/** `doctor`: what this machine has and lacks; status 0 if `run` can work, 1 otherwise. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine has and lacks, and the command that fixes it')
    .action(async () => {
      const findings = await checkup();
      for (const finding of findings) console.log(lineOf(finding));
      process.exitCode = findings.some(({ state }) => state === 'missing') ? 1 : 0;
    });
}

function lineOf({ what, state, fix }: Finding): string {
  const { green, red, yellow } = createColors(isColorSupported && process.stdout.isTTY);
  const shade = { ok: green, missing: red, absent: yellow }[state];
  return `${shade(state.padEnd(7))}  ${what}${fix === undefined ? '' : `: ${fix}`}`;
}
