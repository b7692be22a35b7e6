import { arrivalRule } from '../arrival-rule';
import { serviceText } from '../service-text';

export const listenerPorts = arrivalRule({
  id: 'AIRLOCK-PROXY-001',
  title: "An agent reaches the proxy's listener ports and no other port of it",
  kinds: ['proxy-other-port'],
  message: ({ destination, services }) =>
    `reaches proxy ${destination} at more than its listener ports: ${serviceText(services)}`,
  fix: ({ destination }) =>
    `narrow the rules between the agent and ${destination} to the proxy's listener ports, or name them: --proxy ${destination}:PORT`,
});
