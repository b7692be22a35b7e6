import { arrivalRule } from '../arrival-rule';
import { serviceText } from '../service-text';

export const unknownDestination = arrivalRule({
  id: 'AIRLOCK-NET-003',
  title: 'Everything that an agent can reach is in the inputs',
  kinds: ['unknown'],
  message: ({ destination, services }) =>
    `may reach something that the inputs don't show (${serviceText(services)}): ${destination}`,
  fix: () => "give what makes it as an input, describe what exists with --assume, or close the agent's firewall to it",
});
