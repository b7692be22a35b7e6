import { readFileSync } from 'node:fs';

/** Paths in a folder at which something else is mounted; real ones. */
export function mountPointsIn(folder: string): readonly string[] {
  // proc_pid_mountinfo(5): the fifth field, with octal escapes
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '');
  return points.map(unescaped).filter((point) => point.startsWith(`${folder}/`));
}

const unescaped = (text: string): string =>
  Buffer.from(
    text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8))),
    'latin1',
  ).toString('utf8');
