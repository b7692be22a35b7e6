import type { Command } from 'commander';
import pc from 'picocolors';
import { difference } from '../../lib/verify/diff/diff';
import { differenceText } from '../../lib/verify/diff/text';
import { verifyWith } from '../../lib/verify/verify-with';
import { readers } from '../readers';
import { type SystemOptions, verifyOptions, withSystemOptions } from '../verify-options';

/** `diff OLD NEW`: what a change opens or closes; status 1 if it adds a leak. */
export function register(program: Command): void {
  const command = program
    .command('diff')
    .description('say which exits and findings a change adds or removes')
    .argument('<old>', 'a template, a cdk.out, Terraform JSON or a plan, before the change')
    .argument('<new>', 'the same after it');
  withSystemOptions(command).action(run);
}

function run(before: string, after: string, options: SystemOptions): void {
  const reportOf = (path: string) => verifyWith(readers, verifyOptions([path], options));
  const found = difference(reportOf(before), reportOf(after));
  process.stdout.write(differenceText(found, { colour: pc.isColorSupported && process.stdout.isTTY }));
  process.exitCode = found.leaks ? 1 : 0;
}
