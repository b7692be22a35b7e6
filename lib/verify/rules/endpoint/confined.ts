import type { Arrival } from '../../reachability/arrival';
import { arrivalRule } from '../arrival-rule';

export const confined = arrivalRule({
  id: 'AIRLOCK-ENDPOINT-001',
  title: "Service endpoints that an agent can reach admit this account's resources only",
  kinds: ['open-endpoint', 'unknown-endpoint'],
  message: ({ kind, destination, path }) =>
    `${kind === 'open-endpoint' ? 'can carry data out' : 'may carry data out'} through service endpoint ${destination}: ${path.at(-1)?.why ?? 'it is not confined'}`,
  fix: (arrival) => (isGoogles(arrival) ? perimeter : policy(arrival)),
});

const isGoogles = ({ path }: Arrival): boolean => path.at(-1)?.type.startsWith('google_') ?? false;

const policy = ({ destination }: Arrival): string =>
  `give ${destination} a policy that binds every action to this account's resources, by ARN or by aws:ResourceAccount, or close the agent's firewall to it`;

const perimeter =
  "take Google's APIs away from the agent's network, or close its firewall to them; if it needs some, leave it restricted.googleapis.com alone, from a project in a service perimeter";
