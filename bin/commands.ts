import type { Command } from 'commander';

interface CommandModule {
  readonly register: (program: Command) => void;
}

/** In the order of `--help`. */
const commands: Readonly<Record<string, () => CommandModule>> = {
  demo: () => require('./commands/demo'),
  doctor: () => require('./commands/doctor'),
  init: () => require('./commands/init'),
  check: () => require('./commands/check'),
  explain: () => require('./commands/explain'),
  render: () => require('./commands/render'),
  run: () => require('./commands/run'),
  review: () => require('./commands/review'),
  workspace: () => require('./commands/workspace'),
  audit: () => require('./commands/audit'),
  certificates: () => require('./commands/certificates'),
  verify: () => require('./commands/verify'),
  diff: () => require('./commands/diff'),
};

/** The named command, or all if none has the name: what one needs takes up to 0.3 s to load, so what others need isn't loaded. */
export function commandsFor(name = ''): readonly CommandModule[] {
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return (named ? [named] : Object.values(commands)).map((load) => load());
}
