import type { SealedAccess } from './agent-job';
import { blocksOf, credentialProblems, noCredentials, same, unknownArguments } from './known-arguments';
import type { Properties } from './template-properties';

/** What must stay as it was made. */
export interface KeptJob {
  readonly image: unknown;
  readonly serviceAccount: unknown;
  readonly vpcAccess: SealedAccess;
  /** Variables that lead to the proxy. */
  readonly environment: Readonly<Record<string, unknown>>;
}

/** One message for each thing in a job, as its stack's JSON has it, that breaks the seal, or that isn't known to keep it. */
export function agentJobProblems(job: Properties, agent: KeptJob): string[] {
  const executions = blocksOf(job.template);
  const tasks = executions.flatMap(({ template }) => blocksOf(template));
  return [
    ...unknown(job, jobArguments),
    ...executions.flatMap((execution) => unknown(execution, executionArguments).map((what) => `template.${what}`)),
    ...tasks.flatMap((task) => taskProblems(task, agent)).map((what) => `template.template.${what}`),
    ...credentialProblems(job),
  ];
}

function taskProblems(task: Properties, agent: KeptJob): string[] {
  const containers = blocksOf(task.containers);
  return [
    ...unknown(task, taskArguments),
    ...(isSealed(task, agent.vpcAccess) ? [] : ["vpc_access must send ALL_TRAFFIC to the agent's own subnetwork"]),
    ...(task.service_account === agent.serviceAccount ? [] : ["service_account must be the agent's own one, which has no role"]),
    ...(task.execution_environment === 'EXECUTION_ENVIRONMENT_GEN2'
      ? []
      : ['execution_environment must be EXECUTION_ENVIRONMENT_GEN2']),
    ...blocksOf(task.volumes).flatMap(volumeProblems),
    ...(containers.length === 1 ? [] : [`containers must be the agent alone, got ${containers.length}`]),
    ...containers.flatMap((container) => containerProblems(container, agent)).map((what) => `containers.${what}`),
  ];
}

const isSealed = ({ vpc_access: access }: Properties, { egress, networkInterfaces }: SealedAccess): boolean =>
  same(blocksOf(access), [{ egress, network_interfaces: networkInterfaces }]);

const volumeProblems = ({ name, ...source }: Properties): string[] => {
  const [{ medium, size_limit: size } = {} as Properties] = blocksOf(source.empty_dir);
  if (Object.keys(source).join() === 'empty_dir' && medium === 'MEMORY' && size) return [];
  return [`volumes '${name}' must be an empty_dir in MEMORY with a size_limit: what else it could hold is a secret or a way out`];
};

function containerProblems(container: Properties, { image, environment }: KeptJob): string[] {
  const variables = blocksOf(container.env);
  const valuesOf = (name: string) => variables.filter((variable) => variable.name === name).map(({ value }) => value);
  const changed = Object.entries(environment).filter(([name, value]) => !same(valuesOf(name), [value]));
  return [
    ...unknown(container, containerArguments),
    ...(container.image === image ? [] : ["image must be the prop's, which is named by its digest"]),
    ...variables.flatMap((variable) => unknown(variable, variableArguments)).map((what) => `env.${what}`),
    ...changed.map(([name]) => `env must hold ${name} as the policy makes it, since it leads to the proxy`),
  ];
}

// what each block may hold; anything else is refused, as it may open a way that nobody has looked at
const jobArguments = `annotations binary_authorization client client_version deletion_protection depends_on labels launch_stage lifecycle
  location name project template timeouts`;
const executionArguments = 'annotations labels parallelism task_count template';
const taskArguments = `containers encryption_key execution_environment gpu_zonal_redundancy_disabled max_retries node_selector
  service_account timeout volumes vpc_access`;
const containerArguments = 'args command env image name resources volume_mounts working_dir';
const variableArguments = 'name value';

const reasons: Readonly<Record<string, string>> = {
  value_source: noCredentials,
  ports: 'nothing connects to an agent',
  provider: 'the job belongs beside its network',
};

const unknown = (block: Properties, known: string): string[] => unknownArguments(block, known, reasons);
