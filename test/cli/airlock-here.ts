import { format } from 'node:util';
import { Command } from 'commander';
import { vi } from 'vitest';
import { reportFailure } from '../../bin/failure';
import type { Ended } from './airlock-process';

interface CommandModule {
  readonly register: (program: Command) => void;
}

/** Runs a command in this process, for rows that need none of their own: starting one takes up to seconds on a busy machine. */
export async function airlockHere({ register }: CommandModule, args: readonly string[]): Promise<Ended> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => stdout.push(String(text)) > 0),
    vi.spyOn(console, 'log').mockImplementation((...said) => void stdout.push(`${format(...said)}\n`)),
    vi.spyOn(console, 'error').mockImplementation((...said) => void stderr.push(`${format(...said)}\n`)),
  ];
  const program = new Command('agent-airlock').exitOverride().configureOutput({ writeErr: (text) => stderr.push(text) });
  register(program);
  try {
    const status = await program.parseAsync(args, { from: 'user' }).then(() => Number(process.exitCode ?? 0), reportFailure);
    return { status, stdout: stdout.join(''), stderr: stderr.join('') };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
