import type { PolicyInput } from '../../lib/policy/schema';

export type DestinationInput = PolicyInput['destinations'][number];

/** A gateway as Claude Code uses it. */
export const claude: DestinationInput = {
  name: 'claude',
  host: 'api.anthropic.com',
  access: 'gateway',
  allow: [
    { methods: ['POST'], path: '/v1/messages' },
    { methods: ['GET'], path: '/v1/models/*' },
    { methods: ['GET', 'DELETE'], path: '/v1/files/**' },
  ],
  credential: { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' },
  headers: { 'anthropic-allowed-org-ids': '100%-ours' },
};

/** A gateway whose paths may hold %2F, as Bedrock's do. */
export const bedrock: DestinationInput = {
  name: 'bedrock',
  host: 'bedrock-runtime.eu-west-1.amazonaws.com',
  access: 'gateway',
  encodedSlash: 'allow',
  allow: [{ methods: ['POST'], path: '/model/*/invoke' }],
  credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'bedrock-key' },
};

/** A gateway without rules and without a credential. */
export const anything: DestinationInput = { name: 'anything', host: 'anything.example.org', access: 'gateway', allow: 'any' };

/** An internal API: private addresses by permission, a port of its own, its own CA. */
export const orders: DestinationInput = {
  name: 'orders',
  host: 'orders.corp.example',
  access: 'gateway',
  upstream: { addresses: ['10.20.0.0/16'], port: 8443, ca: 'corp-ca' },
  allow: 'any',
};

export const mirror: DestinationInput = {
  name: 'mirror',
  hosts: ['mirror.example.org', '*.mirror.example.org'],
  access: 'tunnel',
};

export const oddPorts: DestinationInput = { name: 'odd', hosts: ['odd.example.org'], access: 'tunnel', ports: [443, 8443] };

/** An API whose TLS ends at the proxy: rules and a credential as at a gateway. */
export const github: DestinationInput = {
  name: 'github',
  host: 'api.github.com',
  access: 'intercept',
  allow: [
    { methods: ['GET'], path: '/repos/acme/**' },
    { methods: ['POST', 'DELETE'], path: '/repos/acme/*/issues' },
  ],
  credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'github-token' },
  headers: { 'x-ours': '100%-ours' },
};

/** Another destination at the same host, with rules that share nothing with the first one's, and at one more port. */
export const uploads: DestinationInput = {
  name: 'uploads',
  hosts: ['api.github.com', 'uploads.github.com'],
  access: 'intercept',
  ports: [443, 8443],
  allow: [{ methods: ['PUT'], path: '/uploads/**' }],
  credential: { type: 'header', header: 'x-upload-key', secret: 'upload-key' },
  encodedSlash: 'allow',
};

/** A policy of these destinations. */
export const policyOf = (destinations: readonly DestinationInput[], rest: Partial<PolicyInput> = {}): PolicyInput => ({
  version: 1,
  destinations: [...destinations],
  ...rest,
});
