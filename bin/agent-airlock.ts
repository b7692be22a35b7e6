#!/usr/bin/env node
import { Command } from 'commander';
import { register as check } from './commands/check';
import { register as demo } from './commands/demo';
import { register as doctor } from './commands/doctor';
import { register as explain } from './commands/explain';
import { register as init } from './commands/init';
import { register as render } from './commands/render';
import { register as run } from './commands/run';
import { reportFailure } from './failure';
import { packageVersion } from './package-version';

const program = new Command('agent-airlock')
  .description('runs AI agents behind one door, and proves that it is the only way out')
  .version(packageVersion())
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace('\n(', ' (')) });

for (const register of [demo, doctor, init, check, explain, render, run]) register(program);

// a reader that has gone, as head does, is no defect
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (error) => process.exit(reportFailure(error)));

program.parseAsync().catch((error: unknown) => {
  process.exitCode = reportFailure(error);
});
