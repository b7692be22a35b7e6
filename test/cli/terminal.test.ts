import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemProgram } from '../../lib/workspace/system-programs';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { CommandStage } from './command-stage';

const stage = new CommandStage();
// what PATH has may be a script of a home folder's, which no sandbox sees
const python = systemProgram('python3') ?? 'python3';
const noPython = spawnSync(python, ['-c', 'import pty']).status === 0 ? undefined : 'there is no python3';
const why = whyNoSandbox() ?? noPython;
const project = join(__dirname, '..', '..');
const airlock = [process.execPath, '--require', 'tsx/cjs', join(project, 'bin', 'agent-airlock.ts')];

/** Types into its terminal, and pastes as on a console; says the errors' numbers, 0 if it could. */
const typing = `
import array, fcntl, os
def error(fd, request, argument):
    try: fcntl.ioctl(fd, request, argument)
    except OSError as e: return e.errno
    return 0
own = os.open('/dev/tty', os.O_RDWR)
print('terminal', os.isatty(0), [error(fd, *call) for fd in (0, own) for call in ((0x5412, b'\\n'), (0x541c, b'\\x03'))])`;

/** What a program says of a terminal that is its own. */
function onTerminal(words: readonly string[]): Promise<string> {
  const pty = ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...words];
  const env = { ...process.env, XDG_RUNTIME_DIR: stage.newFolder(), XDG_STATE_HOME: stage.newFolder() };
  return new Promise((resolve) => {
    const child = execFile(python, pty, { cwd: project, env }, (_error, stdout) => resolve(stdout));
    child.stdin?.end();
  });
}

const eperm = 1;

describe.skipIf(why)(`a command on a terminal${why ? `: skipped, ${why}` : ''}`, () => {
  test('types nothing into it, as whoever has no filter may or is told otherwise', async () => {
    const words = [python, '-c', typing];
    expect(await onTerminal(words)).not.toContain(`${eperm},`);
    const given = ['--secret', `anthropic-api-key=file:${stage.newKey()}`, '--workspace', stage.newWorkspace()];
    const said = await onTerminal([...airlock, ...stage.argsWithoutPorts(...given, '--', ...words)]);
    expect(said).toContain(`terminal True [${Array(4).fill(eperm).join(', ')}]`);
  });
});
