import type { Destination } from '../../lib/policy/destination';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import type { PolicyInput } from '../../lib/policy/schema';
import { bedrock, claude } from '../envoy/policies';

/** What the proxy injects, by secret. */
export const realKeys = {
  'anthropic-api-key': 'sk-real-0123456789',
  'bedrock-key': 'real-bedrock-9876543210',
  'github-token': 'real-github-5555555555',
} as const;

/** What the agent brings; seen upstream in a header, it passed. */
export const agentsKey = 'sk-agents-own-987';

/** What the agent of these attacks may do. */
export const policy: PolicyInput = {
  version: 1,
  destinations: [
    { ...claude, headers: { 'anthropic-allowed-org-ids': 'ours' } },
    bedrock,
    { name: 'open', host: 'open.example.org', access: 'gateway', allow: 'any' },
    {
      name: 'github',
      host: 'api.github.com',
      access: 'intercept',
      allow: [{ methods: ['GET'], path: '/repos/acme/**' }],
      credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'github-token' },
    },
    {
      name: 'packages',
      hosts: ['packages.example.org'],
      access: 'intercept',
      ports: [443, 8443],
      allow: [{ methods: ['GET'], path: '/**' }],
    },
    { name: 'mirror', hosts: ['mirror.example.org', '*.mirror.example.org'], access: 'tunnel' },
    { name: 'odd', hosts: ['odd.example.org'], access: 'tunnel', ports: [443, 8443] },
  ],
};

/** Hosts inside and outside the policy, all of which lead to the stand-in: a refusal must be the policy's and not the network's. */
export const reachable: readonly string[] = [
  'api.anthropic.com:443',
  'bedrock-runtime.eu-west-1.amazonaws.com:443',
  'open.example.org:443',
  'api.github.com:443',
  'api.github.com:80',
  'packages.example.org:443',
  'packages.example.org:8443',
  'mirror.example.org:443',
  'mirror.example.org:80',
  'mirror.example.org:22',
  'mirror.example.org:8443',
  'a.mirror.example.org:443',
  'a.b.mirror.example.org:443',
  'odd.example.org:443',
  'odd.example.org:8443',
  'evil.example.org:443',
  'evil.example.org:80',
];

/** The destination, but for tunnels, that has this host, and the URL by which its policy judges a path at it. */
export function judged(
  parsed: EgressPolicy,
  host: string,
  target: string,
): { destination: Destination; url: string } | undefined {
  const destination = parsed.destinations.find(
    ({ access, hosts }) => access !== 'tunnel' && hosts.some(({ text }) => text === host),
  );
  if (!destination) return undefined;
  const { access, name } = destination;
  return { destination, url: access === 'gateway' ? `http://proxy:8080/${name}${target}` : `https://${host}${target}` };
}
