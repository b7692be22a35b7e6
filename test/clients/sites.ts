import type { Access } from '../../lib/policy/destination';
import { claude } from '../../lib/policy/presets/claude';
import { gitFetch } from '../../lib/policy/presets/git-fetch';
import { npmRead } from '../../lib/policy/presets/npm-read';
import { pipRead } from '../../lib/policy/presets/pip-read';
import type { DestinationInput, PolicyInput } from '../../lib/policy/schema';

/** The destinations, by their names in the policy. */
export type Site = 'claude' | 'git-fetch' | 'npm-read' | 'pip-read' | 'site';

/** Each one's host. */
export const hosts: Readonly<Record<Site, string>> = {
  claude: 'api.anthropic.com',
  'git-fetch': 'github.com',
  'npm-read': 'npm.example.org',
  'pip-read': 'pypi.example.org',
  site: 'api.example.org',
};

const site: DestinationInput = {
  name: 'site',
  host: hosts.site,
  access: 'gateway',
  allow: [{ methods: ['GET'], path: '/repos/acme/**' }],
};

/** The policy of all presets that have a client here, and one more destination, all by one access; each with a credential where it may have one. */
export function policyOf(access: Access): PolicyInput {
  const presets = [
    ...claude(),
    ...gitFetch({ owner: 'acme' }),
    ...npmRead({ registry: `https://${hosts['npm-read']}/` }),
    ...pipRead({ registry: `https://${hosts['pip-read']}/root/simple/` }),
  ];
  const destinations = [...presets.map(({ destination }) => destination), site];
  return { version: 1, destinations: destinations.map((one) => (access === 'tunnel' ? tunnelTo(one) : judged(one, access))) };
}

const judged = (destination: DestinationInput, access: Access): DestinationInput => ({
  credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: `${destination.name}-token` },
  ...destination,
  access,
});

const tunnelTo = ({ name, host }: DestinationInput): DestinationInput => ({ name, host, access: 'tunnel' });
