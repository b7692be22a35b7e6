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

function report({ enforcement, destinations }: EgressPolicy): string[] {
  if (enforcement === 'enforce') return [];
  const judged = destinations.filter(({ access }) => access !== 'tunnel').flatMap(({ hosts }) => hosts.map(({ text }) => text));
  const requests = `any method and path of ${[...new Set(judged)].join(', ')}, without their credentials`;
  const passes = [...(judged.length > 0 ? [requests] : []), 'what a tunnel carries to any other public name, at port 443'];
  return [`Until ${enforcement.reportUntil} the policy only reports, and these pass: ${passes.join('; ')}.`];
}
