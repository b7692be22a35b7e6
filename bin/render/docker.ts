import { resolve } from 'node:path';
import { secretNames } from '../../lib/policy/destination';
import type { ContainerRuntime } from '../../lib/sandbox/docker/hardening';
import { runScript } from '../../lib/sandbox/docker/run-script';
import { secretVariable } from '../../lib/sandbox/docker/secrets-script';
import { runtimeOf, wholeContainer } from './container-parts';
import { besideContainers, containerOf, filesOf, renderedAgain } from './containers';
import type { Rendered, RenderProps } from './rendered';

/** A script that starts the proxy, and the agent in a hardened container. */
export const docker = (props: RenderProps): Rendered => script('docker', props, runtimeOf(props.container ?? {}));

/** The same under gVisor. */
export const gvisor = (props: RenderProps): Rendered => script('gvisor', props, 'runsc');

function script(target: string, props: RenderProps, runtime: ContainerRuntime): Rendered {
  const { agent, policyFile } = props;
  const whole = wholeContainer(props.container ?? {}, filesOf(props));
  const container = containerOf(props, whole, runtime);
  const again = renderedAgain(target, props);
  return {
    text: runScript({ container, policy: resolve(policyFile), agent, command: whole.command, again }),
    mode: 0o755,
    notes: [...whole.notes, ...notesOf(props), ...(runtime === 'runsc' ? [gvisorNote] : [])],
    beside: besideContainers(whole),
  };
}

function notesOf({ policy, agent }: RenderProps): readonly string[] {
  const secrets = secretNames(policy.agent(agent).destinations).map((name) => `--secret ${name}=env:${secretVariable(name)}`);
  return [
    'what it needs is written beside it with --output FOLDER/agent.sh; daemon.json there is for /etc/docker',
    `start it with options of 'agent-airlock run', then the command: agent.sh ${[...secrets, '-- COMMAND...'].join(' ')}`,
  ];
}

const gvisorNote =
  "gVisor connects to the proxy's sockets only with --host-uds=open, which daemon.json has; its kernel is there in place of the filter of system calls";
