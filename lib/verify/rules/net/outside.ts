import { arrivalRule } from '../arrival-rule';
import { serviceText } from '../service-text';

export const outside = arrivalRule({
  id: 'AIRLOCK-NET-002',
  title: 'No packet of an agent leaves for another network, such as one behind a VPN',
  kinds: ['outside'],
  message: ({ destination, services }) => `can reach another network (${serviceText(services)}) through ${destination}`,
  fix: ({ destination }) =>
    `take the route to ${destination} out of the agent's route table, or close the agent's firewall to it`,
});
