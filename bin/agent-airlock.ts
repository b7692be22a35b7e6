#!/usr/bin/env node
import { Command } from 'commander';
import { packageVersion } from '../lib/verify/report/package-version';
import { commandsFor } from './commands';
import { reportFailure } from './failure';
import { helpNote } from './help-notes';
import { optionHelp } from './option-help';
import { usageError } from './usage-error';

const words = process.argv.slice(2);
const names = () => program.commands.map((command) => command.name());

const program: Command = new Command('agent-airlock')
  .description('runs AI agents behind one door, and proves that it is the only way out')
  .version(packageVersion())
  .exitOverride()
  .configureHelp({ optionDescription: optionHelp, argumentDescription: optionHelp })
  .configureOutput({ outputError: (said, write) => write(usageError(said, words, names())) })
  .addHelpText(
    'after',
    '\nFirst steps: agent-airlock doctor, then agent-airlock demo; agent-airlock COMMAND --help says more of a command',
  );

for (const { register } of commandsFor(words[0])) register(program);
for (const command of program.commands) command.addHelpText('after', helpNote(command.name()));

// a reader that has gone, as head does, is no defect
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (error) => process.exit(reportFailure(error)));

program.parseAsync(meant(words), { from: 'user' }).catch((error: unknown) => {
  process.exitCode = reportFailure(error);
});

/** Without the wish for help on a command that there isn't, which is answered by what it is nearest to. */
function meant(given: readonly string[]): readonly string[] {
  const [name = ''] = given[0] === 'help' ? given.slice(1) : given;
  return /^[^-]/.test(name) && !names().includes(name) ? [name] : given;
}
