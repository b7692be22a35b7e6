#!/usr/bin/env node
import { Command } from 'commander';
import { packageVersion } from '../lib/verify/report/package-version';
import { commandsFor } from './commands';
import { reportFailure } from './failure';

const program = new Command('agent-airlock')
  .description('runs AI agents behind one door, and proves that it is the only way out')
  .version(packageVersion())
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace('\n(', ' (')) });

for (const { register } of commandsFor(process.argv[2])) register(program);

// a reader that has gone, as head does, is no defect
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (error) => process.exit(reportFailure(error)));

program.parseAsync().catch((error: unknown) => {
  process.exitCode = reportFailure(error);
});
