import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { htmlReport } from '../../lib/verify/report/html/page';
import type { Report } from '../../lib/verify/report/report';
import { sarifReport } from '../../lib/verify/report/sarif';
import { textReport } from '../../lib/verify/report/text';
import { verifyWith } from '../../lib/verify/verify-with';
import { readers } from '../readers';
import { verdictStatus } from '../verdict-status';
import { type SystemOptions, verifyOptions, withSystemOptions } from '../verify-options';
import { writeOutput } from '../write-output';

interface VerifyCommandOptions extends SystemOptions {
  readonly format: keyof typeof formats;
  readonly output?: string;
}

const formats = {
  text: (report: Report, colour: boolean) => textReport(report, { colour }),
  json: (report: Report) => `${JSON.stringify(report, undefined, 2)}\n`,
  html: (report: Report) => htmlReport(report),
  sarif: (report: Report) => `${JSON.stringify(sarifReport(report, process.cwd()), undefined, 2)}\n`,
};

/** `verify PATH...`: status 0 if all agents are proven, 1 if one is refuted, 2 if one is unknown, 3 if the input can't be used. */
export function register(program: Command): void {
  const command = program
    .command('verify')
    .description('prove from templates that the proxy is the only way out, or say what the way out is')
    .argument('<path...>', 'CloudFormation templates, a cdk.out, Terraform JSON, or plans as terraform show -json prints them');
  withSystemOptions(command)
    .addOption(new Option('--format <format>', 'how the report is written').choices(Object.keys(formats)).default('text'))
    .option('--output <file>', 'where to write (default: standard output)')
    .action(run);
}

function run(paths: string[], options: VerifyCommandOptions): void {
  const report = verifyWith(readers, verifyOptions(paths, options));
  const colour = options.output === undefined && pc.isColorSupported && process.stdout.isTTY;
  writeOutput(formats[options.format](report, colour), options.output);
  process.exitCode = verdictStatus[report.verdict];
}
