import { Command } from 'commander';
import { vi } from 'vitest';

/** Runs one command in this process; what it prints and throws, and the status that it sets. */
export async function runCommand(register: (program: Command) => void, args: readonly string[]) {
  const program = new Command().exitOverride();
  register(program);
  const output: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void output.push(line));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return { output, error: undefined, status: process.exitCode ?? 0 };
  } catch (error) {
    return { output, error: error as Error, status: undefined };
  } finally {
    log.mockRestore();
    process.exitCode = undefined;
  }
}
