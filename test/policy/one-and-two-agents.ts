import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { DestinationInput } from '../../lib/policy/schema';

const claude: DestinationInput = {
  name: 'claude',
  host: 'api.anthropic.com',
  access: 'gateway',
  allow: [{ methods: ['POST'], path: '/v1/messages' }],
  credential: { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' },
};
const mirror: DestinationInput = { name: 'mirror', hosts: ['mirror.example.org'], access: 'tunnel' };

/** One agent, `default`, that may use Claude. */
export const policy = EgressPolicy.parse({ version: 1, destinations: [claude] });

/** Two agents: `writer` may use Claude, `reader` a mirror. */
export const twoAgents = EgressPolicy.parse({
  version: 1,
  destinations: [claude, mirror],
  agents: { writer: { destinations: ['claude'] }, reader: { destinations: ['mirror'] } },
});
