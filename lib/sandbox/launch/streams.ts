import type { ChildProcess } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * How a command gets the first three descriptors. Files and devices are led through pipes: by /proc/self/fd whoever holds one opens it anew, to read what
 * was only to be written or to write past its end, and fchmod(2) changes it, as no mount of the sandbox is in between.
 */
export const streams = (): readonly ('inherit' | 'pipe')[] =>
  [0, 1, 2].map((descriptor) => (isShared(descriptor) ? 'inherit' : 'pipe'));

/** Leads what goes through pipes, until the command has ended. */
export function leadStreams({ stdin, stdout, stderr }: ChildProcess): void {
  stdout?.pipe(process.stdout, { end: false });
  stderr?.pipe(process.stderr, { end: false });
  if (!stdin) return;
  // a command need not read what it is given
  stdin.once('error', () => undefined);
  stdin.once('close', () => process.stdin.destroy());
  process.stdin.pipe(stdin);
}

function isShared(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFIFO() || stat.isSocket() || isatty(descriptor);
}
