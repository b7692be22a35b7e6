import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonTool } from '../../test/python/tools';
import type { Ended } from './whole-process';

/** A program that is run on a template, from its start to its end. */
export interface Contender {
  readonly name: string;
  readonly command: (template: string) => readonly [string, ...string[]];
  /** What it found, a line each, from its status and what it printed; throws if it didn't do its job. */
  readonly said: (ended: Ended) => readonly string[];
  /** The contender without which it can't run, and whose time isn't its own. */
  readonly beyond?: string;
}

const repository = join(__dirname, '..', '..');
const requirements = join(__dirname, 'requirements.txt');

/** All of them; `folder` is for what they write. Installs those of PyPI once. */
export async function contendersIn(folder: string): Promise<readonly Contender[]> {
  const checkov = await pythonTool('checkov', requirements);
  const cfnLint = await pythonTool('cfn-lint', requirements);
  return [airlock, synthesis(folder), nag(folder), checkovBy(checkov), cfnLintBy(cfnLint)];
}

/** The command as it is installed. */
export const command = (...given: readonly string[]): [string, ...string[]] => [
  process.execPath,
  join(repository, 'dist', 'bin', 'agent-airlock.js'),
  ...given,
];

const airlock: Contender = {
  name: 'agent-airlock verify',
  command: (template) => command('verify', '--format', 'json', template),
  said: ({ output }) => parsed<{ findings: Finding[] }>(output).findings.map(({ rule, message }) => `${rule} ${message}`),
};

interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** Its name says that it is there for another. */
export const synthName = 'synth of the same';

const included = (folder: string, ...more: readonly string[]): Contender['command'] => {
  const program = join(__dirname, 'nag-synth.ts');
  return (template) => [process.execPath, '--import', 'tsx', program, template, join(folder, 'cdk.out'), ...more];
};

const synthesis = (folder: string): Contender => ({
  name: synthName,
  command: included(folder),
  said: ({ status }) => {
    if (status !== 0) throw new Error(`synth must succeed, got status ${status}`);
    return [];
  },
});

const nag = (folder: string): Contender => ({
  name: 'cdk-nag (AwsSolutions)',
  command: included(folder, 'nag'),
  beyond: synthName,
  said: () => {
    const { pluginReports } = parsed<NagReport>(readFileSync(join(folder, 'cdk.out', 'validation-report.json'), 'utf8'));
    const own = pluginReports.filter(({ pluginName }) => pluginName === 'AwsSolutions');
    return own.flatMap(({ violations }) => violations.flatMap(violationLines));
  },
});

const violationLines = ({ ruleName, description, violatingConstructs }: Violation): string[] =>
  violatingConstructs.map(
    ({ constructPath }) => `${ruleName} ${firstSentence(description)} (${constructPath.split('/').at(-1)})`,
  );

interface NagReport {
  readonly pluginReports: readonly { readonly pluginName: string; readonly violations: readonly Violation[] }[];
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

const checkovBy = (program: string): Contender => ({
  name: 'checkov',
  // without the flag it asks its maker's server for descriptions first
  command: (template) => [program, '--skip-download', '--framework', 'cloudformation', '--output', 'json', '--file', template],
  said: ({ output }) =>
    parsed<{ results: { failed_checks: Check[] } }>(output).results.failed_checks.map(
      ({ check_id, check_name, resource }) => `${check_id} ${check_name} (${resource})`,
    ),
});

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

const cfnLintBy = (program: string): Contender => ({
  name: 'cfn-lint',
  command: (template) => [program, '--format', 'json', template],
  said: ({ output }) =>
    parsed<Match[]>(output).map(({ Rule, Location }) => `${Rule.Id} ${Rule.ShortDescription} (${Location.Path.join('/')})`),
});

interface Match {
  readonly Rule: { readonly Id: string; readonly ShortDescription: string };
  readonly Location: { readonly Path: readonly (string | number)[] };
}

const parsed = <T>(text: string): T => JSON.parse(text) as T;

const firstSentence = (text: string): string => text.replace(/(?<=\w\w)\. .*$/s, '');
