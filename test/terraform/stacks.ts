import { DataGoogleComputeNetwork } from '@cdktf/provider-google/lib/data-google-compute-network';
import { DataGoogleComputeSubnetwork } from '@cdktf/provider-google/lib/data-google-compute-subnetwork';
import { App, type TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ClaudeStack } from '../../examples/gcp-cloud-run-claude/stack';
import { LeakyStack } from '../../examples/gcp-leaky/stack';
import { placeholderCertificate } from '../../lib/envoy/placeholder-certificate';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { ComputeAgent } from '../../lib/gcp/compute-agent';
import { Door } from '../../lib/gcp/door';
import { EgressProxy, type EgressProxyProps } from '../../lib/gcp/egress-proxy';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import type { SealedNetworkProps } from '../../lib/gcp/sealed-network';
import { ToolService } from '../../lib/gcp/tool-service';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { gitFetch } from '../../lib/policy/presets/git-fetch';
import { vertex } from '../../lib/policy/presets/vertex';
import type { Verdict } from '../../lib/verify/verdict/verdict';
import { configurationOf, digest, egressIn, image, policy as onePolicy, sealedIn, stackOf, twoAgents } from '../gcp/fixture';
import { interception } from '../gcp/interception-fixture';
import type { Configuration } from './schema/derived-schema';

/** A stack that is held against Terraform, and what its variables are given. */
export interface Deployed {
  readonly name: string;
  readonly configuration: Configuration;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the configuration, and so of its plan. */
  readonly verdict: Verdict;
}

const registry = 'europe-west1-docker.pkg.dev/acme/images';
const images = { proxy_image: `${registry}/envoy@${digest}`, agent_image: `${registry}/a/b/claude@${digest}` };

/** An example, as somebody deploys it in the project `acme`. */
function example(verdict: Verdict, Example: new (scope: App, id: string) => TerraformStack): Deployed {
  const configuration = configurationOf(new Example(new App(), 'agent-airlock'));
  return {
    name: `the example ${Example.name}`,
    configuration,
    variables: { project: 'acme', region: 'europe-west1', ...images },
    verdict,
  };
}

function deployed(name: string, verdict: Verdict, fill: (stack: TerraformStack) => void, variables = {}, id = 'Test'): Deployed {
  const stack = stackOf(new App(), id);
  fill(stack);
  return { name, configuration: configurationOf(stack), variables, verdict };
}

interface Made {
  readonly policy: EgressPolicy;
  readonly audit?: AuditTrail;
  readonly sealed?: Partial<SealedNetworkProps>;
  readonly proxy?: Partial<EgressProxyProps>;
}

/** Two networks, and the proxies and the door between them. */
function airlockIn(stack: TerraformStack, { policy, audit = new AuditTrail(stack, 'Audit'), ...props }: Made) {
  const sealed = sealedIn(stack, { policy, audit, ...props.sealed });
  const network = egressIn(stack, { audit });
  const proxy = new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image('envoy'), ...props.proxy });
  return { policy, audit, sealed, network, door: new Door(stack, 'Door', { network: sealed, proxy }) };
}

/** Destinations and credentials of every kind that proxies on Google Cloud can have. */
const everything = EgressPolicy.parse({
  version: 1,
  destinations: [
    ...vertex({ project: 'acme-agents', region: 'europe-west1' }).map(({ destination }) => destination),
    ...gitFetch({ owner: 'acme' }).map(({ destination }) => destination),
    {
      ...{ name: 'tickets', host: 'tickets.example.com', access: 'intercept', allow: [{ methods: ['GET'], path: '/v1/**' }] },
      credential: {
        ...{ type: 'oauth2-client', tokenUrl: 'https://login.example.com:8443/token' },
        ...{ clientId: 'airlock', secret: 'tickets-secret' },
      },
    },
    {
      ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' },
      upstream: { addresses: ['10.65.1.0/24'], port: 8443, ca: 'corp-ca' },
    },
    { name: 'mirror', hosts: ['mirror.example.org', '*.mirror.example.org'], access: 'tunnel', ports: [443, 8443] },
  ],
});

/** A network that is there already, by its data sources. */
function existingIn(stack: TerraformStack): SealedNetworkProps['existing'] {
  const [network, door, agents] = [
    new DataGoogleComputeNetwork(stack, 'old', { name: 'old' }),
    new DataGoogleComputeSubnetwork(stack, 'door', { name: 'door' }),
    new DataGoogleComputeSubnetwork(stack, 'agents', { name: 'agents' }),
  ];
  return { network, door, agents: { default: agents }, address: '10.1.0.9', seal: true };
}

/** Everything that may be chosen, with images that are variables. */
function everythingIn(stack: TerraformStack): void {
  const key = 'projects/acme/locations/europe-west1/keyRings/audit/cryptoKeys/log';
  const audit = new AuditTrail(stack, 'Audit', { locked: true, key, archive: { days: 400, locked: true } });
  const proxy = { interception, transparent: true, certificates: { 'corp-ca': placeholderCertificate.certificate } };
  const airlock = airlockIn(stack, {
    ...{ policy: everything, audit, sealed: { cidr: '172.16.0.0/16' } },
    proxy: { ...proxy, image: PinnedImage.fromVariable(stack, 'proxy'), size: { machineType: 'c4a-standard-1' } },
  });
  new ToolService(stack, 'Orders', {
    ...{ network: airlock.network, host: 'orders.corp.example', port: 8443, image: image('orders') },
    ...{ certificate: { id: 'projects/acme/secrets/orders' }, secrets: { KEY: { id: 'projects/acme/secrets/key' } } },
    reaches: [{ cidr: '10.20.0.0/16', port: 5432 }],
  });
  new CloudRunAgent(stack, 'Agent', {
    ...{ airlock, image: PinnedImage.fromVariable(stack, 'agent'), size: { cpu: 4 } },
    ...{ command: ['sh', '-c', 'echo ${HOME} %{if true}'], environment: { TASK: 'say "${hi}"' }, timeout: 86_400 },
  });
}

export const everythingChosen = deployed('everything that may be chosen', 'proven', everythingIn, images);

/** The same in a stack of so long a name that every name made of it is cut. */
export const longNamed = deployed('a long name', 'proven', everythingIn, images, `the-${'very-'.repeat(20)}long-name`);

/** Every stack that the tests of Terraform make. */
export const stacks: readonly Deployed[] = [
  example('proven', ClaudeStack),
  example('refuted', LeakyStack),
  deployed('two networks, with an agent as a job and one on a machine', 'proven', (stack) => {
    const airlock = airlockIn(stack, { policy: twoAgents });
    const bootImage = 'projects/acme/global/images/agent';
    new CloudRunAgent(stack, 'Writer', { airlock, image: image('claude'), agent: 'writer' }).grantRun(
      'group:pipeline@example.com',
    );
    new ComputeAgent(stack, 'Reader', { airlock, image: image('claude'), agent: 'reader', bootImage, runtime: 'runsc' });
  }),
  everythingChosen,
  deployed('two airlocks with one egress network', 'proven', (stack) => {
    const { policy, audit, network, ...first } = airlockIn(stack, { policy: onePolicy });
    const proxy = new EgressProxy(stack, 'Second', { policy, network, audit, image: image('envoy') });
    const sealed = sealedIn(new Construct(stack, 'Other'), { policy, audit });
    const second = { sealed, door: new Door(stack, 'Hatch', { network: sealed, proxy }) };
    for (const [id, place] of Object.entries({ First: first, Last: second }))
      new CloudRunAgent(stack, id, { airlock: { policy, audit, ...place }, image: image('claude') });
  }),
  deployed('a network that is there already, and an image of another project', 'unknown', (stack) => {
    const policy = EgressPolicy.parse({
      version: 1,
      destinations: [{ name: 'mirror', hosts: ['mirror.example.org'], access: 'tunnel' }],
    });
    const airlock = airlockIn(stack, { policy, sealed: { existing: existingIn(stack) } });
    const shared = PinnedImage.of(`europe-docker.pkg.dev/shared/images/claude@${digest}`);
    new CloudRunAgent(stack, 'Agent', { airlock, image: shared });
  }),
];
