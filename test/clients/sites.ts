import type { Access } from '../../lib/policy/destination';
import { bedrock } from '../../lib/policy/presets/bedrock';
import { claude } from '../../lib/policy/presets/claude';
import { gitFetch } from '../../lib/policy/presets/git-fetch';
import { npmRead } from '../../lib/policy/presets/npm-read';
import { pipRead } from '../../lib/policy/presets/pip-read';
import { vertex } from '../../lib/policy/presets/vertex';
import type { DestinationInput, PolicyInput } from '../../lib/policy/schema';

/** The destinations, by their names in the policy. */
export type Site = 'bedrock' | 'claude' | 'git-fetch' | 'npm-read' | 'pip-read' | 'site' | 'vertex';

/** Each one's host. */
export const hosts: Readonly<Record<Site, string>> = {
  bedrock: 'bedrock-runtime.eu-west-1.amazonaws.com',
  claude: 'api.anthropic.com',
  'git-fetch': 'github.com',
  'npm-read': 'npm.example.org',
  'pip-read': 'pypi.example.org',
  site: 'api.example.org',
  vertex: 'europe-west1-aiplatform.googleapis.com',
};

/** Those that one agent uses together: Claude Code asks only one of the places where it can ask for models. */
export const mainSites: readonly Site[] = ['claude', 'git-fetch', 'npm-read', 'pip-read', 'site'];

const site: DestinationInput = {
  name: 'site',
  host: hosts.site,
  access: 'gateway',
  allow: [{ methods: ['GET'], path: '/repos/acme/**' }],
};

const presets = [
  ...bedrock({ region: 'eu-west-1' }),
  ...claude(),
  ...gitFetch({ owner: 'acme' }),
  ...npmRead({ registry: `https://${hosts['npm-read']}/` }),
  ...pipRead({ registry: `https://${hosts['pip-read']}/root/simple/` }),
  ...vertex({ region: 'europe-west1', project: 'acme-agents' }),
];

/** The policy of some sites, all by one access: the presets as they are, but for a credential where they have none and may have one. */
export function policyOf(access: Access, sites: readonly Site[]): PolicyInput {
  const all = [...presets.map(({ destination }) => destination), site];
  const destinations = all.filter(({ name }) => (sites as readonly string[]).includes(name));
  return { version: 1, destinations: destinations.map((one) => (access === 'tunnel' ? tunnelTo(one) : judged(one, access))) };
}

const judged = (destination: DestinationInput, access: Access): DestinationInput => ({
  credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: `${destination.name}-token` },
  ...destination,
  access,
});

const tunnelTo = ({ name, host }: DestinationInput): DestinationInput => ({ name, host, access: 'tunnel' });
