import { arrivalRule } from '../arrival-rule';
import { serviceText } from '../service-text';

export const internet = arrivalRule({
  id: 'AIRLOCK-NET-001',
  title: 'No packet of an agent leaves for the internet',
  kinds: ['internet'],
  message: ({ family, services, destination }) =>
    `can reach the internet by IPv${family} (${serviceText(services)}) through ${destination}`,
  fix: ({ path, destination }) =>
    `take out one step of the path: the route to ${destination}, or what ${path[0]?.resource ?? 'the firewall'} allows`,
});
