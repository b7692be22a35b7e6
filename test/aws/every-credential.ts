import { EgressPolicy } from '../../lib/policy/egress-policy';
import { bedrock } from '../../lib/policy/presets/bedrock';
import { gitFetch } from '../../lib/policy/presets/git-fetch';

const [models, git] = [...bedrock({ region: 'eu-west-1' }), ...gitFetch({ owner: 'acme' })].map(({ destination }) => destination);

/** Every credential that proxies on AWS can have, at gateways and intercepts. */
export const everyCredential = EgressPolicy.parse({
  version: 1,
  destinations: [
    models,
    git,
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
  ],
});
