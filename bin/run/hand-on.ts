import type { SandboxedCommand } from '../../lib/sandbox/launch/sandboxed-command';

/** Signals that a terminal sends to all processes of its foreground, a command's among them. */
const ofTerminal = ['SIGINT', 'SIGQUIT'] as const;

/** How long a command that was asked to end may take for it. */
const graceMs = 10_000;

/** From now on the signals that this process gets are the command's; one that comes before it runs ends it, as do 10 s after SIGTERM or SIGHUP. */
export function handOn(command: SandboxedCommand): void {
  const names = ['SIGTERM', 'SIGHUP', ...(process.stdin.isTTY ? [] : ofTerminal)] as const;
  for (const name of names) {
    process.on(name, () => {
      if (!command.signal(name)) command.kill();
      else if (name === 'SIGTERM' || name === 'SIGHUP') setTimeout(() => command.kill(), graceMs).unref();
    });
  }
}
