import type { SandboxedCommand } from '../../lib/sandbox/launch/sandboxed-command';

/** Signals that a terminal sends to all processes of its foreground, a command's among them. */
const ofTerminal = ['SIGINT', 'SIGQUIT'] as const;

/** From now on the signals that this process gets are the command's; one that comes before it runs ends it. */
export function handOn(command: SandboxedCommand): void {
  const names = ['SIGTERM', 'SIGHUP', ...(process.stdin.isTTY ? [] : ofTerminal)] as const;
  for (const name of names) {
    process.on(name, () => {
      if (!command.signal(name)) command.kill();
    });
  }
}
