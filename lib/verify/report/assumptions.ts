/** What every verdict takes for granted. */
export const assumptions: readonly string[] = [
  'The inputs are the whole system: a network made in them holds what they put there.',
  'What is deployed is what the inputs say, in one environment.',
  'The cloud enforces its firewalls, routes, policies and isolation as it documents them.',
];
