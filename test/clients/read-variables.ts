import { execFileSync } from 'node:child_process';

/** The variables that a shell reads from what `render env` prints. */
export function readVariables(text: string): Record<string, string> {
  const output = execFileSync('sh', ['-c', 'set -a; eval "$1"; exec env -0', 'sh', text], { env: {}, encoding: 'utf8' });
  const lines = output.split('\0').filter((line) => line !== '' && !/^(PWD|_|SHLVL|OLDPWD)=/.test(line));
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}
