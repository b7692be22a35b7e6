import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe } from 'vitest';
import { parse } from 'yaml';
import { compactYaml } from '../../lib/envoy/compact-yaml';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { clientTests, type Entrance } from '../deployed/client-tests';
import { DeployedProxy } from '../deployed/deployed-proxy';
import { freePorts } from '../envoy/free-ports';
import { proxyHeader } from '../envoy/proxy-header';
import { argumentsFor, endpointId, placeholdersFor } from './deployed-arguments';

const policy = EgressPolicy.fromFile('examples/aws-fargate-tools/airlock.yaml');
const own = [8080, 3128, 8443, 8081, 9902];
const entrances: Readonly<Record<Entrance, number>> = { gateway: 8080, https: 8443, http: 8081 };

let boundary: CertificateAuthority;
let proxy: DeployedProxy;
let ports: ReadonlyMap<number, number>;

/** Starts what ECS would, on free ports, with the certificates that somebody has stored. */
beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const leaf = await boundary.issue({ hosts: ['github.com'] });
  const free = await freePorts(own.length);
  ports = new Map(own.map((port, index) => [port, free[index] ?? 0]));
  const given = argumentsFor(policy);
  const config = JSON.stringify(parse(given.at(-1) ?? '', { maxAliasCount: -1 }));
  const onFreePorts = config.replace(/("port_value":)(\d+)/g, (_, name, port) => name + String(ports.get(Number(port)) ?? port));
  const args = [...given.slice(0, -1), compactYaml(JSON.parse(onFreePorts))];
  proxy = await DeployedProxy.start(args, ports.get(9902) ?? 0, {
    ...placeholdersFor(args.at(-1) ?? ''),
    AIRLOCK_CERTIFICATE_INTERCEPT_CA: boundary.certificate,
    AIRLOCK_INTERCEPT_GIT_FETCH_CERTIFICATE: leaf.certificate,
    AIRLOCK_INTERCEPT_GIT_FETCH_KEY: leaf.key,
  });
});

afterAll(() => proxy?.stop());

const unannounced = (entrance: Entrance): Socket => connect(ports.get(entrances[entrance]) ?? 0, '127.0.0.1');

/** A connection as the load balancer makes it, for whoever came by an endpoint. */
function through(entrance: Entrance, endpoint = endpointId): Socket {
  const client = unannounced(entrance);
  client.write(proxyHeader({ source: '10.64.2.5', port: entrances[entrance], endpointId: endpoint }));
  return client;
}

describe('what is deployed', () => {
  clientTests({
    authority: () => boundary.certificate,
    gatewayHost: 'bedrock-runtime.eu-west-1.amazonaws.com',
    through,
    strangers: { 'another endpoint': (entrance) => through(entrance, 'vpce-0123456789abcdef1') },
    unannounced,
  });
});
