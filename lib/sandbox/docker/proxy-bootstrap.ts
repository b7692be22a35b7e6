import { renderBootstrap } from '../../envoy/bootstrap';
import type { EnvoyConfig } from '../../envoy/extension';
import { leafName } from '../../envoy/listeners/intercept-certificates';
import { secretDocument } from '../../envoy/watched-secret';
import { certificateNames, secretNames } from '../../policy/destination';
import type { EgressPolicy } from '../../policy/egress-policy';
import { bridged } from '../places';
import { socketFolder } from './agent-mounts';

/** What a proxy in a container reads: each a file of the machine's, from where compose.yaml is, and its place inside. */
export interface ProxyFile {
  /** Of its entry in compose.yaml. */
  readonly name: string;
  readonly file: string;
  readonly target: string;
  /** Whether it is mounted as a secret. */
  readonly isSecret: boolean;
}

const folder = '/run/secrets';
const awsFile = 'aws-credentials';
/** Where Envoy's image has the public authorities. */
const publicAuthorities = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Envoy's configuration for a proxy in a container: it listens on its own loopback and on sockets. Throws an Error if the policy needs what only
 * `agent-airlock run` can give.
 */
export function proxyBootstrap(policy: EgressPolicy, agent: string): EnvoyConfig {
  const { destinations } = policy.agent(agent);
  const token = destinations.find(({ credential }) => credential?.type === 'google-access-token');
  if (token)
    throw new Error(`destination '${token.name}' needs a token that is kept fresh: 'render docker' starts a proxy that does`);
  const intercepts = destinations.some(({ access }) => access === 'intercept');
  return renderBootstrap(policy, {
    address: bridged.host,
    gatewayPort: bridged.gatewayPort,
    proxyPort: bridged.proxyPort,
    gatewaySocket: `${socketFolder}/gateway.sock`,
    proxySocket: `${socketFolder}/proxy.sock`,
    agents: [{ agent }],
    secrets: { kind: 'files', directory: folder },
    awsCredentials: { kind: 'file', file: `${folder}/${awsFile}` },
    trustedCa: publicAuthorities,
    certificates: Object.fromEntries(certificateNames(destinations).map((name) => [name, { file: authority(name).target }])),
    ...(intercepts && {
      interception: { ca: { file: authority('ca').target }, certificates: { kind: 'files', directory: folder } },
    }),
  });
}

/** The files that the configuration names. */
export function proxyFiles(policy: EgressPolicy, agent: string): readonly ProxyFile[] {
  const { destinations } = policy.agent(agent);
  const intercepted = destinations.filter(({ access }) => access === 'intercept').map(({ name }) => name);
  const isSigning = destinations.some(({ credential }) => credential?.type === 'aws-sigv4');
  return [
    ...secretNames(destinations).map((name) => secret(`${name}.json`, `./secrets/${name}.json`)),
    ...(isSigning ? [secret(awsFile, `./secrets/${awsFile}`)] : []),
    ...certificateNames(destinations).map(authority),
    ...(intercepted.length > 0 ? [authority('ca')] : []),
    ...intercepted.flatMap((name) => [
      secret(`${leafName(name)}.json`, `./${leafName(name)}.json`),
      secret(`${name}.pem`, `./certificates/${name}.pem`),
      secret(`${name}.key`, `./certificates/${name}.key`),
    ]),
  ];
}

/** What says to Envoy where the certificate and key of an intercepted destination are; it holds neither. */
export function leafDocuments(policy: EgressPolicy, agent: string): Readonly<Record<string, string>> {
  const intercepted = policy.agent(agent).destinations.filter(({ access }) => access === 'intercept');
  return Object.fromEntries(
    intercepted.map(({ name }) => {
      const pair = {
        certificate_chain: { filename: `${folder}/${name}.pem` },
        private_key: { filename: `${folder}/${name}.key` },
      };
      return [`${leafName(name)}.json`, `${secretDocument(leafName(name), { tls_certificate: pair })}\n`];
    }),
  );
}

const secret = (name: string, file: string): ProxyFile => ({ name, file, target: `${folder}/${name}`, isSecret: true });
const authority = (name: string): ProxyFile => ({
  name: `authority-${name}`,
  file: `./certificates/${name}.pem`,
  target: `/etc/envoy/authorities/${name}.pem`,
  isSecret: false,
});
