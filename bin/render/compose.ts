import { resolve } from 'node:path';
import { secretNames } from '../../lib/policy/destination';
import { composeFile } from '../../lib/sandbox/docker/compose-file';
import { leafDocuments, proxyBootstrap } from '../../lib/sandbox/docker/proxy-bootstrap';
import { bootstrapName } from '../../lib/sandbox/docker/proxy-service';
import { secretsName, secretsScript, secretVariable } from '../../lib/sandbox/docker/secrets-script';
import { agentUser } from '../../lib/sandbox/places';
import { isWithin } from '../../lib/workspace/is-within';
import { realPart } from '../../lib/workspace/real-part';
import { Unusable } from '../exit';
import { usable } from '../usable';
import { checkImage, runtimeOf, type WholeContainer, wholeContainer } from './container-parts';
import { besideContainers, containerOf, filesOf, json } from './containers';
import { interceptedBy, type Rendered, type RenderProps } from './rendered';

/** A proxy and an agent as services, with all that they read beside it. */
export function compose(props: RenderProps): Rendered {
  const { policy, agent, container: parts = {} } = props;
  const whole = wholeContainer(parts, filesOf(props));
  const { command, notes } = whole;
  if (command.length === 0) throw new Unusable("compose needs the agent's command, after --");
  if (parts.proxyImage !== undefined) checkImage(parts.proxyImage, '--proxy-image');
  const container = containerOf(props, whole, runtimeOf(parts));
  const secrets = secretNames(policy.agent(agent).destinations);
  if (secrets.length > 0 || keysOf(props).length > 0) refuseInWork(props, whole);
  return {
    text: composeFile({ policy, agent, container, proxyImage: parts.proxyImage, command }),
    mode: 0o644,
    notes: [...notes, ...notesOf(props, secrets)],
    beside: {
      ...besideContainers(whole),
      ...leafDocuments(policy, agent),
      [bootstrapName]: json(usable(() => proxyBootstrap(policy, agent))),
      ...(secrets.length > 0 && { [secretsName]: secretsScript(secrets, agentUser.uid) }),
    },
  };
}

/** What the proxy has by files beside it though it is no secret of the policy's. */
const keysOf = (props: RenderProps) => [
  ...props.policy.agent(props.agent).destinations.filter(({ credential }) => credential?.type === 'aws-sigv4'),
  ...interceptedBy(props),
];

/** Secrets and certificates come to be beside the file, after what is sensitive in the workspace was looked for. */
function refuseInWork({ output }: RenderProps, { workspace }: WholeContainer): void {
  if (output === undefined || workspace === undefined || !isWithin(realPart(resolve(output)), workspace.folder)) return;
  throw new Unusable(
    `--output must be out of the workspace, where the agent would read the secrets that are kept beside it: name another folder, got '${output}'`,
  );
}

function notesOf(props: RenderProps, secrets: readonly string[]): readonly string[] {
  const { destinations } = props.policy.agent(props.agent);
  const variables = secrets.map(secretVariable).join(', ');
  const user = agentUser.uid;
  return [
    'what it needs is written beside it with --output FOLDER/compose.yaml; daemon.json there is for /etc/docker',
    ...(secrets.length > 0
      ? [`'sh ${secretsName}' writes the proxy's secrets from ${variables} to secrets/, for user ${user}`]
      : []),
    ...(destinations.some(({ credential }) => credential?.type === 'aws-sigv4')
      ? [`keys for AWS are read from the default profile in secrets/aws-credentials, which must belong to user ${user}`]
      : []),
    ...(interceptedBy(props).length > 0
      ? [
          `'agent-airlock certificates POLICY --output certificates' makes the certificates, whose keys must belong to user ${user}`,
        ]
      : []),
    `then: ${props.container?.proxyImage === undefined ? 'AIRLOCK_PROXY_IMAGE=NAME@sha256:DIGEST ' : ''}docker compose up --abort-on-container-exit`,
    'a secret or certificate that was replaced is in use after: docker compose up --force-recreate proxy',
  ];
}
