import type { EgressPolicy } from '../../policy/egress-policy';

const always: readonly string[] = [
  "The model's provider can fetch for an agent what a message names, outside these networks.",
  'A tunnel carries what it likes to a host that the policy allows.',
  'What shares a kernel with an agent is as safe as that kernel.',
  'Whoever may change these resources after deployment may open a way out.',
];

/** What no rule of a network closes, whatever the verdict; with a policy, by name what it leaves open. */
export const residualOf = (policy?: EgressPolicy): readonly string[] => [
  ...always,
  ...(policy ? [...tunnels(policy), ...report(policy)] : []),
];

const tunnels = ({ destinations }: EgressPolicy): string[] =>
  destinations
    .filter(({ access }) => access === 'tunnel')
    .flatMap(({ name, hosts, ports }) =>
      hosts.map(({ text }) => `The tunnel '${name}' carries what it likes to ${text}, at port ${ports.join(' and ')}.`),
    );

const report = ({ enforcement }: EgressPolicy): string[] =>
  enforcement === 'enforce'
    ? []
    : [`Until ${enforcement.reportUntil} the policy only reports: hosts, methods and paths outside it pass.`];
