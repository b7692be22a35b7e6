import type { Command } from 'commander';
import type { VerifyOptions } from '../lib/verify/verify-options';
import { parseRole } from './parse-role';
import { repeatable } from './repeatable';
import { structuredFile } from './structured-file';

/** What `verify` and `diff` are told of the system. */
export interface SystemOptions {
  readonly agent: readonly string[];
  readonly proxy: readonly string[];
  readonly policy?: string;
  readonly parameters?: string;
  readonly assume?: string;
  readonly accept?: string;
}

/** Adds the options that tell of the system. */
export function withSystemOptions(command: Command): Command {
  return command
    .addOption(repeatable('--agent <id>', 'an agent: LogicalId, Stack/LogicalId or Terraform address; again for more'))
    .addOption(repeatable('--proxy <id[:port,...]>', 'a proxy, and its listener ports; again for more'))
    .option('--policy <file>', 'the policy that the deployed proxy may admit nothing beyond')
    .option('--parameters <file>', 'values of parameters or variables, as JSON or YAML')
    .option('--assume <file>', 'what exists already: the output of aws ec2 describe-…, as JSON')
    .option('--accept <file>', 'findings accepted in writing: a list of id, because and until');
}

/** The library's options; throws an Unusable if a file or a value is wrong. */
export function verifyOptions(paths: readonly string[], options: SystemOptions): VerifyOptions {
  return {
    paths,
    agents: options.agent.map((text) => parseRole(text, '--agent')),
    proxies: options.proxy.map((text) => parseRole(text, '--proxy')),
    ...(options.policy !== undefined && { policy: policyIn(options.policy) }),
    ...(options.parameters !== undefined && { parameters: structuredFile(options.parameters, '--parameters') }),
    ...(options.assume !== undefined && { assume: structuredFile(options.assume, '--assume') }),
    ...(options.accept !== undefined && { accept: acceptancesIn(options.accept) }),
  };
}

// what validates takes as long to load as a small template to judge
const acceptancesIn = (file: string): VerifyOptions['accept'] =>
  (require('./acceptances') as typeof import('./acceptances')).acceptances(file);

const policyIn = (file: string): VerifyOptions['policy'] =>
  (require('../lib/policy/egress-policy') as typeof import('../lib/policy/egress-policy')).EgressPolicy.fromFile(file);
