import { renderBootstrap } from '../../lib/envoy/bootstrap';
import type { Interception } from '../../lib/envoy/bootstrap-props';
import { accessTokenName } from '../../lib/envoy/credentials/google';
import { leafFile } from '../../lib/envoy/listeners/intercept-certificates';
import { certificateNames, secretNames } from '../../lib/policy/destination';
import { systemBundle } from '../../lib/runtime/certificates/trusted-ca';
import { awsCredentialsFile } from '../../lib/runtime/secrets/aws-credentials';
import { usable } from '../usable';
import { interceptedBy, type Rendered, type RenderProps } from './rendered';

const interception: Interception = {
  ca: { file: 'certificates/ca.pem' },
  certificates: { kind: 'files', directory: 'certificates' },
};

const awsFile = `secrets/${awsCredentialsFile}`;

/** What `run` would give Envoy, with paths that start where Envoy is started. */
export function envoy(props: RenderProps): Rendered {
  const { policy, agent, gatewayPort, proxyPort } = props;
  const { destinations } = policy.agent(agent);
  const trustedCa = systemBundle() ?? 'certificates/public.pem';
  const certificates = certificateNames(destinations).map((name) => [name, { file: `certificates/${name}.pem` }]);
  const intercepted = interceptedBy(props);
  const bootstrap = usable(() =>
    renderBootstrap(policy, {
      address: '127.0.0.1',
      publicHost: props.proxyHost,
      gatewayPort,
      proxyPort,
      agents: [{ agent }],
      secrets: { kind: 'files', directory: 'secrets' },
      awsCredentials: { kind: 'file', file: awsFile },
      trustedCa,
      certificates: Object.fromEntries(certificates),
      ...(intercepted.length > 0 && { interception }),
      adminSocket: 'admin.sock',
    }),
  );
  return {
    text: `${JSON.stringify(bootstrap, null, 2)}\n`,
    mode: 0o600,
    notes: [...notesOn(props), `public authorities are read from ${trustedCa}`, 'relative paths start where Envoy is started'],
  };
}

function notesOn(props: RenderProps): readonly string[] {
  const { destinations } = props.policy.agent(props.agent);
  const intercepted = interceptedBy(props);
  const isSigning = destinations.some(({ credential }) => credential?.type === 'aws-sigv4');
  return [
    ...secretNames(destinations).map((name) => `secret '${name}' is read from secrets/${name}.json, an SDS file`),
    ...destinations
      .filter(({ credential }) => credential?.type === 'google-access-token')
      .map(
        ({ name }) =>
          `the access token of '${name}' is read from secrets/${accessTokenName(name)}.json, an SDS file to keep fresh`,
      ),
    ...(isSigning ? [`keys for AWS are read from the default profile in ${awsFile}`] : []),
    ...certificateNames(destinations).map((name) => `certificate '${name}' is read from certificates/${name}.pem`),
    ...intercepted.map((name) => `certificate and key of '${name}' are read from certificates/${leafFile(name)}, an SDS file`),
    ...(intercepted.length > 0 ? ["the boundary's own authority is read from certificates/ca.pem"] : []),
  ];
}
