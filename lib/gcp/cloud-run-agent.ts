import type { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import type { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { Construct } from 'constructs';
import { agentVariables } from '../policy/agent-variables';
import { agentJob, type JobSize, literals, sealedAccess } from './agent-job';
import { agentJobProblems, type KeptJob } from './agent-job-rules';
import { agentPlace } from './agent-place';
import type { AgentProps } from './agent-props';
import { AirlockConstruct } from './airlock-construct';
import { letCloudRunRead } from './image-access';
import { jobLines } from './log-filters';
import { LogSink } from './log-sink';
import { mentionedSecrets } from './mentioned-secrets';
import { placementOf } from './placement';
import { resourceName } from './resource-name';
import { markRole } from './role-metadata';
import { grantRun } from './run-grant';
import { resolved, templateProperties } from './template-properties';

export interface CloudRunAgentProps extends AgentProps {
  /** @default - one vCPU and 4 GiB, of which files in /workspace and /tmp take 2 GiB and 512 MiB at most */
  readonly size?: JobSize;
}

/**
 * An agent as a Cloud Run job in a sealed network: an identity without a role, no credential, no way out but the door.
 *
 * It writes to /workspace and /tmp, which are memory. Cloud Run runs it as the user of its image, in a virtual machine of its own, and has no
 * setting for capabilities, processes or a root that can't be written to: where those are wanted, take a `ComputeAgent`.
 *
 * In its first minute the network may not answer yet, and after an hour maintenance may break connections ("Direct VPC with a VPC network",
 * limitations): have its clients try again.
 *
 * Cloud Run's own service agent reads its image: from its project, and from another if `image` is written out, in which case the stack lets it;
 * where a variable names the image, letting it is yours.
 *
 * It can't be granted anything: what it may reach is the policy's to say.
 *
 * @example
 * const agent = new CloudRunAgent(this, 'Agent', { airlock, image, command: ['claude', '-p', 'Fix the failing test'] });
 * agent.grantRun('group:pipeline@example.com');
 */
export class CloudRunAgent extends AirlockConstruct {
  /** Of the policy. */
  readonly agent: string;
  /** It may be deleted, as it holds nothing; `job.deletionProtection = true` has Terraform refuse that. */
  readonly job: CloudRunV2Job;

  constructor(scope: Construct, id: string, props: CloudRunAgentProps) {
    super(scope, id);
    const { airlock, image, command, size = {}, timeout = 3600, environment, caFile = '/etc/airlock/ca.pem' } = props;
    this.agent = airlock.policy.agent(props.agent).name;
    const subnetwork = agentPlace(this, airlock, this.agent);
    const { all, fixed } = agentVariables(airlock, { agent: this.agent, environment, caFile });
    const serviceAccount = new ServiceAccount(this, 'Account', {
      project: placementOf(this).project,
      accountId: resourceName(this, 30),
      displayName: `Agent ${this.agent}, without a role`,
    });
    const vpcAccess = sealedAccess(airlock.sealed.network, subnetwork);
    this.job = agentJob(this, {
      ...{ image, command, size, timeout, environment: all },
      ...{ serviceAccount, vpcAccess, after: [...airlock.sealed.closed, ...letCloudRunRead(this, image)] },
    });
    markRole(this.job, { role: 'agent' });
    new LogSink(this, 'Lines', { audit: airlock.audit, filter: jobLines(placementOf(this), this.job.name) });
    const kept = { image: image.uri, serviceAccount: serviceAccount.email, vpcAccess, environment: literals(fixed) };
    this.node.addValidation({ validate: () => this.problems(kept) });
  }

  /** Lets someone run this agent's job as it is, and nothing else; throws an Error if `member` is everybody. */
  grantRun(member: string): CloudRunV2JobIamMember {
    return grantRun(this, this.job, member);
  }

  /** The gcloud command that runs it once. */
  get runCommand(): string {
    const { project, location, name } = this.job;
    return `gcloud run jobs execute ${name} --project ${project} --region ${location}`;
  }

  private problems(kept: KeptJob): string[] {
    const broken = agentJobProblems(templateProperties(this.job), resolved(this.job, kept));
    const secrets = mentionedSecrets(this.job).map((name) => `'${name}' is secret: an agent may hold no credential`);
    return [...broken, ...secrets].map((what) => `agent '${this.agent}': ${what}`);
  }
}
