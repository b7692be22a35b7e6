import { execFile } from 'node:child_process';

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

/**
 * The same command, run so that it ends when this process does, however that ends; unchanged where the machine has no
 * util-linux `setpriv` of 2.33 or later.
 */
export async function diesWithParent(command: CommandLine): Promise<CommandLine> {
  const wrapper = ['setpriv', '--pdeathsig', 'TERM', '--'] as const;
  return (await works(...wrapper, '/bin/true')) ? [...wrapper, ...command] : command;
}

function works(program: string, ...args: string[]): Promise<boolean> {
  return new Promise((resolve) => execFile(program, args, { env: {}, timeout: 5000 }, (error) => resolve(!error)));
}
