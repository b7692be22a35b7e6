import type { Command } from 'commander';
import type { Destination } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';

/** `check POLICY`: a short summary, or a PolicyError with every problem. */
export function register(program: Command): void {
  program
    .command('check')
    .description('say whether a policy is usable, and what it allows')
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .action((file: string) => {
      for (const line of summary(file, EgressPolicy.fromFile(file))) console.log(line);
    });
}

function summary(file: string, policy: EgressPolicy): string[] {
  const { destinations, agents, enforcement } = policy;
  const mode = enforcement === 'enforce' ? 'enforced' : `reported until ${enforcement.reportUntil}`;
  const width = Math.max(...destinations.map(({ name }) => name.length));
  return [
    `${file}: usable, ${mode}; agents: ${agents.map(({ name }) => name).join(', ')}`,
    ...destinations.map((destination) => `  ${destination.name.padEnd(width)}  ${destinationLine(destination)}`),
    ...policy.warnings.map((warning) => `warning: ${warning}`),
  ];
}

function destinationLine({ access, hosts, ports, allow }: Destination): string {
  const where = hosts.map(({ text }) => text).join(', ');
  const port = ports.every((each) => each === 443) ? '' : ` port ${ports.join(', ')}`;
  return `${access.padEnd(9)}  ${where}${port}  ${allowed(allow)}`;
}

function allowed(allow: Destination['allow']): string {
  if (allow === 'any') return 'anything';
  return allow.map(({ methods, path }) => `${methods.join('|')} ${path}`).join(', ');
}
