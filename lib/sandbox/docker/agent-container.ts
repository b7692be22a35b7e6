import { agentEnvironment } from '../../policy/agent-environment';
import type { EgressPolicy } from '../../policy/egress-policy';
import { type Carrier, entrypoint } from '../bridge/entrypoint';
import type { Limits } from '../limits';
import { bridged, places } from '../places';
import { agentMounts, doors, type Workspace } from './agent-mounts';
import type { ContainerSetting } from './container-setting';
import { type ContainerRuntime, hardening } from './hardening';
import type { Mount } from './mount';

export interface AgentContainerProps {
  readonly policy: EgressPolicy;
  readonly agent: string;
  readonly image: string;
  /** What carries bytes from ports to the proxy's sockets; the image must have it. @default 'node' */
  readonly carrier?: Carrier;
  /** @default - one in memory */
  readonly workspace?: Workspace;
  /** @default 'runc' */
  readonly runtime?: ContainerRuntime;
  readonly limits?: Limits;
}

/** A container for an agent, before it is written as a command line or a service. */
export interface AgentContainer {
  readonly image: string;
  readonly settings: readonly ContainerSetting[];
  readonly mounts: readonly Mount[];
  readonly environment: Readonly<Record<string, string>>;
  /** The words that the command of the agent follows. */
  readonly entrypoint: readonly string[];
}

/** What a container for an agent of `policy` is. It holds no secret. Throws an Error for limits that can't be. */
export function agentContainer({ policy, agent, image, ...props }: AgentContainerProps): AgentContainer {
  const { carrier = 'node', workspace, runtime, limits } = props;
  const authorities = policy.agent(agent).destinations.some(({ access }) => access === 'intercept');
  const { host, gatewayPort, proxyPort } = bridged;
  const caFile = authorities ? { caFile: places.caFile } : {};
  return {
    image,
    settings: hardening({ limits, runtime, hasWorkspace: workspace !== undefined }),
    mounts: agentMounts({ workspace, bridge: carrier === 'node', authorities }),
    environment: {
      HOME: places.home,
      TMPDIR: places.tmp,
      ...agentEnvironment(policy, { agent, proxyHost: host, gatewayPort, proxyPort, ...caFile }),
    },
    entrypoint: entrypoint(carrier, doors),
  };
}
