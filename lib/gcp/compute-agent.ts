import type { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import type { Construct } from 'constructs';
import { agentVariables } from '../policy/agent-variables';
import { credentialIn } from '../policy/credential-shapes';
import { agentInstance } from './agent-instance';
import { agentInstanceProblems } from './agent-instance-rules';
import { agentPlace } from './agent-place';
import type { AgentProps } from './agent-props';
import { AirlockConstruct } from './airlock-construct';
import type { ContainerRuntime, ContainerSize } from './host/agent-container';
import { agentHost } from './host/agent-host';
import { serialLines } from './log-filters';
import { LogSink } from './log-sink';
import { mentionedSecrets } from './mentioned-secrets';
import { placementOf } from './placement';
import { resourceName } from './resource-name';
import { markRole } from './role-metadata';
import { type Properties, templateProperties } from './template-properties';

export interface ComputeAgentProps extends AgentProps {
  /**
   * What the machine starts from: Container-Optimized OS with the agent's image in it, as the sealed network has no way to a registry, and with
   * gVisor if it is chosen. `docs/compute-agent.md` has the commands that make it. `projects/PROJECT/global/images/NAME`, or a token.
   */
  readonly bootImage: string;
  /** @default 'runc' */
  readonly runtime?: ContainerRuntime;
  /** @default - an e2-standard-2, of which the agent has two vCPU and 4 GiB */
  readonly size?: ContainerSize;
  /** Of the stack's region. @default - its zone b */
  readonly zone?: string;
}

/**
 * An agent in a hardened container on a machine of its own in a sealed network: no identity, no credential, no way out but the door, and none to
 * the metadata server. It starts with the machine, and the machine powers off when it ends.
 *
 * It writes to /workspace and /tmp, which are memory, as user 1000; what its container is denied is in `docs/compute-agent.md`.
 *
 * @example
 * const agent = new ComputeAgent(this, 'Agent', { airlock, image, bootImage, runtime: 'runsc', command: ['claude', '-p', 'Fix the failing test'] });
 */
export class ComputeAgent extends AirlockConstruct {
  /** Of the policy. */
  readonly agent: string;
  readonly instance: ComputeInstance;

  constructor(scope: Construct, id: string, props: ComputeAgentProps) {
    super(scope, id);
    const { airlock, size = {}, timeout = 3600, environment, caFile = '/etc/airlock/ca.pem' } = props;
    this.agent = airlock.policy.agent(props.agent).name;
    const variables = agentVariables(airlock, { agent: this.agent, environment, caFile });
    const { host: address, ports, proxy } = airlock.door;
    const userData = agentHost({
      ...{ image: props.image.uri, command: checkedCommand(props.command), environment: variables.all },
      ...{ size, timeout, runtime: props.runtime ?? 'runc' },
      ...{ address, ports, resolves: proxy.transparent },
    });
    this.instance = agentInstance(this, {
      ...{ bootImage: props.bootImage, machineType: size.machineType, zone: props.zone },
      ...{ subnetwork: agentPlace(this, airlock, this.agent), userData, timeout, after: airlock.sealed.closed },
    });
    markRole(this.instance, { role: 'agent' });
    // by its name, as a sink takes nothing that came before it, and the machine's id comes with the machine
    new LogSink(this, 'Lines', { audit: airlock.audit, filter: serialLines(placementOf(this), resourceName(this)) });
    const made = this.instance.toTerraform();
    this.node.addValidation({ validate: () => this.problems(templateProperties(this.instance, made)) });
  }

  /** The gcloud command that runs it once more. */
  get runCommand(): string {
    const { project, zone, name } = this.instance;
    return `gcloud compute instances start ${name} --project ${project} --zone ${zone}`;
  }

  private problems(made: Properties): string[] {
    const broken = agentInstanceProblems(templateProperties(this.instance), made);
    const secrets = mentionedSecrets(this.instance).map((name) => `'${name}' is secret: an agent may hold no credential`);
    return [...broken, ...secrets].map((what) => `agent '${this.agent}': ${what}`);
  }
}

function checkedCommand(command: readonly string[] = []): readonly string[] {
  const kind = command.map(credentialIn).find(Boolean);
  if (kind) throw new Error(`command holds ${kind}: agents hold no credentials, let the policy inject it`);
  return command;
}
