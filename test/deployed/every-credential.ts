import { EgressPolicy } from '../../lib/policy/egress-policy';
import { bedrock } from '../../lib/policy/presets/bedrock';
import { gitFetch } from '../../lib/policy/presets/git-fetch';
import { vertex } from '../../lib/policy/presets/vertex';
import type { DestinationInput } from '../../lib/policy/schema';

const [onAws, onGoogleCloud, git] = [
  ...bedrock({ region: 'eu-west-1' }),
  ...vertex({ region: 'europe-west1', project: 'acme-agents' }),
  ...gitFetch({ owner: 'acme' }),
].map(({ destination }) => destination);

const anywhere: readonly DestinationInput[] = [
  git as DestinationInput,
  {
    ...{ name: 'tickets', host: 'tickets.example.com', access: 'intercept', allow: [{ methods: ['GET'], path: '/v1/**' }] },
    credential: {
      ...{ type: 'oauth2-client', tokenUrl: 'https://login.example.com:8443/token' },
      ...{ clientId: 'airlock', secret: 'tickets-secret' },
    },
  },
  {
    ...{ name: 'claude', host: 'api.anthropic.com', access: 'gateway', allow: [{ methods: ['POST'], path: '/v1/messages' }] },
    credential: { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' },
  },
];

/** Every credential that proxies on AWS can have, at gateways and intercepts. */
export const everyCredential = EgressPolicy.parse({ version: 1, destinations: [onAws, ...anywhere] });

/** Every credential that proxies on Google Cloud can have. */
export const everyGoogleCredential = EgressPolicy.parse({ version: 1, destinations: [onGoogleCloud, ...anywhere] });
