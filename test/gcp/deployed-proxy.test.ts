import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { clientTests, type Entrance } from '../deployed/client-tests';
import { DeployedProxy } from '../deployed/deployed-proxy';
import { freePorts } from '../envoy/free-ports';
import { proxyHeader } from '../envoy/proxy-header';
import { scratchFolder } from '../runtime/scratch';
import { argumentsIn, filesFor, storeLeaf } from './deployed-files';

// what the example for AWS permits, for two agents, and Claude in place of models on AWS
const { destinations } = EgressPolicy.fromFile('examples/aws-fargate-tools/airlock.yaml').document;
const { destinations: models } = EgressPolicy.fromFile('examples/gcp-cloud-run-claude/airlock.yaml').document;
const policy = EgressPolicy.parse({
  version: 1,
  destinations: [...models, ...destinations.filter(({ access }) => access === 'intercept')],
  agents: { coder: { destinations: ['claude', 'git-fetch', 'npm-read'] }, writer: { destinations: ['claude'] } },
});
const own = [8080, 3128, 443, 80, 9902];
const entrances: Readonly<Record<Entrance, number>> = { gateway: 8080, https: 443, http: 80 };

const folder = scratchFolder();
let boundary: CertificateAuthority;
let proxy: DeployedProxy;
let ports: ReadonlyMap<number, number>;

/** Starts what a host would, on free ports, with the certificates that somebody has stored. */
beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const free = await freePorts(own.length);
  ports = new Map(own.map((port, index) => [port, free[index] ?? 0]));
  const args = argumentsIn(folder, policy, filesFor(policy, boundary.certificate), ports);
  storeLeaf(folder, 'git-fetch', await boundary.issue({ hosts: ['github.com'] }));
  proxy = await DeployedProxy.start(args, ports.get(9902) ?? 0);
});

afterAll(() => proxy?.stop());

const unannounced = (entrance: Entrance): Socket => connect(ports.get(entrances[entrance]) ?? 0, '127.0.0.1');

/** A connection as the load balancer makes it; the first agent's subnetwork is the network's second block. */
function through(entrance: Entrance, source = '10.64.1.9'): Socket {
  const client = unannounced(entrance);
  client.write(proxyHeader({ source, port: entrances[entrance], connectionId: 0x1234_5678_9abc_def0n }));
  return client;
}

describe('what is deployed', () => {
  clientTests({
    authority: () => boundary.certificate,
    gatewayHost: 'api.anthropic.com',
    through,
    strangers: {
      'an address of no agent': (entrance) => through(entrance, '10.64.0.9'),
      'an agent that may not': (entrance) => through(entrance, '10.64.2.9'),
    },
    unannounced,
  });
});
