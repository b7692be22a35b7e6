import { type Command, Option } from 'commander';
import { createColors, isColorSupported } from 'picocolors';
import { checkup } from '../doctor/checkup';
import type { Finding } from '../doctor/finding';

interface DoctorOptions {
  readonly format: 'text' | 'json';
}

/** `doctor`: what this machine has and lacks; status 0 if `run` can work, 1 otherwise. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine has and lacks, and the command that fixes it')
    .addOption(new Option('--format <format>', 'how the result is written').choices(['text', 'json']).default('text'))
    .action(doctor);
}

async function doctor({ format }: DoctorOptions): Promise<void> {
  const findings = await checkup();
  if (format === 'json') console.log(JSON.stringify({ schemaVersion: 1, findings }, undefined, 2));
  else for (const finding of findings) console.log(lineOf(finding));
  process.exitCode = findings.some(({ state }) => state === 'missing') ? 1 : 0;
}

function lineOf({ what, state, fix }: Finding): string {
  const { green, red, yellow } = createColors(isColorSupported && process.stdout.isTTY);
  const shade = { ok: green, missing: red, absent: yellow }[state];
  return `${shade(state.padEnd(7))}  ${what}${fix === undefined ? '' : `: ${fix}`}`;
}
