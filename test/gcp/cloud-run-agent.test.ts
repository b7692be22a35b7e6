import { DataGoogleSecretManagerSecretVersion } from '@cdktf/provider-google/lib/data-google-secret-manager-secret-version';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { App, type TerraformStack, TerraformVariable } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { CloudRunAgent, type CloudRunAgentProps } from '../../lib/gcp/cloud-run-agent';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { resolved } from '../../lib/gcp/template-properties';
import { airlockIn, type Surroundings } from './agent-fixture';
import { type Arguments, configurationOf, digest, image, problemsOf, resourcesOf, stackOf, theOne, twoAgents } from './fixture';

const jobType = 'cloud_run_v2_job';

function agentIn(stack: TerraformStack, props: Partial<CloudRunAgentProps> = {}, around: Surroundings = {}): CloudRunAgent {
  return new CloudRunAgent(stack, 'Agent', { airlock: airlockIn(stack, around), image: image('claude'), ...props });
}

const vpc = { id: 'projects/acme/global/networks/vpc', name: 'vpc', selfLink: 'https://example.com/vpc' };

/** The task of the only job of a stack. */
const taskOf = (stack: TerraformStack): Arguments => theOne(stack, jobType).template.template;

const variablesOf = (stack: TerraformStack): Arguments =>
  Object.fromEntries(taskOf(stack).containers[0].env.map(({ name, value }: Arguments) => [name, value]));

describe('an agent', () => {
  const stack = stackOf();
  const agent = agentIn(stack, { command: ['claude', '-p', `say \${HOME}`], environment: { LANG: 'C.UTF-8', PRICE: '%{5}' } });
  const task = taskOf(stack);

  test('is a job of one task that is not tried again', () => {
    expect(theOne(stack, jobType)).toMatchObject({ template: { parallelism: 1, task_count: 1 }, deletion_protection: false });
    expect(task).toMatchObject({ max_retries: 0, timeout: '3600s', execution_environment: 'EXECUTION_ENVIRONMENT_GEN2' });
  });

  test('sends every packet to its own subnetwork, which is all that it is connected to', () => {
    expect(task.vpc_access).toEqual({
      egress: 'ALL_TRAFFIC',
      network_interfaces: [
        {
          network: expect.stringMatching(/^\$\{google_compute_network\.Sealed_Network_\w+\.id\}$/),
          subnetwork: expect.stringMatching(/^\$\{google_compute_subnetwork\.Sealed_agent-default_Subnetwork_\w+\.id\}$/),
        },
      ],
    });
  });

  test('has a service account of its own, and nothing is granted to that', () => {
    const [[id, account] = []] = Object.entries(resourcesOf(stack, 'service_account'));
    expect(task.service_account).toBe(`\${google_service_account.${id}.email}`);
    expect(account?.account_id).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    const { google_cloud_run_v2_job: _, ...others } = configurationOf(stack).resource;
    expect(JSON.stringify(others)).not.toContain(`google_service_account.${id}`);
  });

  test('writes to memory, so much of it and no more', () => {
    expect(task.volumes).toEqual([
      { name: 'workspace', empty_dir: { medium: 'MEMORY', size_limit: '2048Mi' } },
      { name: 'tmp', empty_dir: { medium: 'MEMORY', size_limit: '512Mi' } },
    ]);
    expect(task.containers[0]).toMatchObject({
      resources: { limits: { cpu: '1', memory: '4096Mi' } },
      volume_mounts: [
        { name: 'workspace', mount_path: '/workspace' },
        { name: 'tmp', mount_path: '/tmp' },
      ],
      working_dir: '/workspace',
    });
  });

  test("runs its command in the place of the image's CMD, and Terraform evaluates nothing of it", () => {
    expect(task.containers[0].args).toEqual(['claude', '-p', `say $\${HOME}`]);
    expect(task.containers[0].command).toBeUndefined();
    expect(variablesOf(stack)).toMatchObject({ LANG: 'C.UTF-8', PRICE: '%%{5}' });
  });

  test('is told the way to the proxy, and holds a placeholder where clients want a key', () => {
    expect(variablesOf(stack)).toMatchObject({
      HOME: '/workspace',
      TMPDIR: '/tmp',
      ANTHROPIC_API_KEY: 'airlock-placeholder',
      ANTHROPIC_BASE_URL: 'http://10.64.0.2:8080/claude',
      https_proxy: 'http://10.64.0.2:3128',
    });
  });

  test('is known as an agent to whoever proves the configuration or the plan', () => {
    const [job] = Object.values<Arguments>(configurationOf(stack).resource.google_cloud_run_v2_job);
    expect(job?.['//']['agent-airlock']).toEqual({ role: 'agent' });
    expect(job?.labels).toEqual({ 'agent-airlock': 'agent' });
  });

  test('is run by a command that changes nothing about it', () => {
    const [id] = Object.keys(resourcesOf(stack, jobType));
    const job = `google_cloud_run_v2_job.${id}`;
    expect(resolved(agent.job, agent.runCommand)).toBe(
      `gcloud run jobs execute \${${job}.name} --project \${${job}.project} --region \${${job}.location}`,
    );
  });

  test('prints into the audit trail', () => {
    const [lines] = Object.entries(resourcesOf(stack, 'logging_project_sink')).flatMap(([name, sink]) =>
      name.startsWith('Agent_Lines') ? [sink] : [],
    );
    expect(lines?.destination).toMatch(/^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\.Audit_/);
    expect(lines?.filter).toMatch(/resource\.labels\.job_name=\("\$\{google_cloud_run_v2_job\.Agent_Job_\w+\.name\}"\)$/);
  });

  test('stands only behind what closes its network', () => {
    expect(theOne(stack, jobType).depends_on).toEqual(
      expect.arrayContaining([expect.stringMatching(/^google_compute_firewall\./)]),
    );
  });

  test('has no problem as it is made', () => {
    expect(problemsOf(stack)).toEqual([]);
  });
});

test('an agent may be protected from deletion', () => {
  const stack = stackOf();
  agentIn(stack).job.deletionProtection = true;
  expect(theOne(stack, jobType).deletion_protection).toBe(true);
  expect(problemsOf(stack)).toEqual([]);
});

describe('an agent of several', () => {
  test('runs in its own subnetwork and is told of its own destinations', () => {
    const stack = stackOf();
    agentIn(stack, { agent: 'reader' }, { policy: twoAgents });
    expect(taskOf(stack).vpc_access.network_interfaces[0].subnetwork).toContain('Sealed_agent-reader');
    expect(JSON.stringify(variablesOf(stack))).not.toContain('ANTHROPIC');
  });

  test.each([
    [undefined, 'name one of writer, reader'],
    ['root', "got 'root'"],
  ])('must be named, and not %s', (agent, message) => {
    expect(() => agentIn(stackOf(), { agent }, { policy: twoAgents })).toThrow(message);
  });
});

describe("an agent's image", () => {
  const grant = 'artifact_registry_repository_iam_member';
  const imageIn = (project: string) => PinnedImage.of(`europe-west1-docker.pkg.dev/${project}/images/claude@${digest}`);

  test('of another project is read by Cloud Run, which is let do that before the job is made', () => {
    const stack = stackOf();
    agentIn(stack, { image: imageIn('shared') });
    const [[name, granted] = []] = Object.entries(resourcesOf(stack, grant)).filter(([id]) => id.startsWith('Agent_'));
    expect(granted).toEqual({
      ...{ location: 'europe-west1', project: 'shared', repository: 'images', role: 'roles/artifactregistry.reader' },
      member: expect.stringMatching(
        /^serviceAccount:service-\$\{data\.google_project\.Agent_Project_\w+\.number\}@serverless-robot-prod\.iam\.gserviceaccount\.com$/,
      ),
    });
    expect(theOne(stack, jobType).depends_on).toContain(`google_${grant}.${name}`);
    expect(problemsOf(stack)).toEqual([]);
  });

  test.each([
    ['its own project', () => image('claude')],
    ['a project that only deployment tells', () => imageIn(new TerraformVariable(stackOf(), 'given', {}).stringValue)],
    ['another registry', () => PinnedImage.of(`gcr.io/acme/claude@${digest}`)],
  ])('of %s is nothing to grant', (_, given) => {
    const stack = stackOf();
    agentIn(stack, { image: given() });
    expect(Object.keys(resourcesOf(stack, grant)).filter((id) => id.startsWith('Agent_'))).toEqual([]);
  });
});

describe('whoever may run an agent', () => {
  test('may run it as it is, and is granted once', () => {
    const stack = stackOf();
    const agent = agentIn(stack);
    const runner = new ServiceAccount(stack, 'Runner', { accountId: 'runner' });
    for (const member of ['group:pipeline@example.com', runner.member, runner.member]) agent.grantRun(member);
    const granted = Object.values(resourcesOf(stack, 'cloud_run_v2_job_iam_member'));
    expect(granted.map(({ member, role }) => [member, role])).toEqual([
      ['group:pipeline@example.com', 'roles/run.invoker'],
      [`\${google_service_account.Runner.member}`, 'roles/run.invoker'],
    ]);
    expect(granted[0]?.name).toMatch(/google_cloud_run_v2_job\.Agent_Job_\w+\.name/);
    expect(problemsOf(stack)).toEqual([]);
  });

  test.each(['allUsers', 'allAuthenticatedUsers', 'pipeline@example.com', 'group:'])('is not %s', (member) => {
    expect(() => agentIn(stackOf()).grantRun(member)).toThrow(`got '${member}'`);
  });
});

describe('an agent is refused', () => {
  test.each([
    ['HTTPS_PROXY', 'http://elsewhere:3128'],
    ['no_proxy', '*'],
    ['ANTHROPIC_BASE_URL', 'https://api.anthropic.com'],
  ])('when its environment sets %s', (name, value) => {
    expect(() => agentIn(stackOf(), { environment: { [name]: value } })).toThrow(`environment may not set ${name}`);
  });

  test.each([`AKIA${'ABCDEFGHIJKLMNOP'}`, `ghp_${'a'.repeat(36)}`, `-----BEGIN ${'EC'} PRIVATE KEY-----`])(
    'when its environment holds a credential',
    (key) => {
      const act = () => agentIn(stackOf(), { environment: { KEY: key } });
      expect(act).toThrow('environment variable KEY holds a');
      expect(act).not.toThrow(key);
    },
  );

  test.each<[string, Partial<CloudRunAgentProps>, string]>([
    ['3 vCPU', { size: { cpu: 3 } }, 'cpu must be 1, 2, 4, 6 or 8, got 3'],
    ['too little memory', { size: { memoryMiB: 256 } }, 'memoryMiB must be 512 to 4096 with 1 vCPU, got 256'],
    ['more memory than its vCPU may have', { size: { memoryMiB: 8192 } }, 'memoryMiB must be 512 to 4096 with 1 vCPU, got 8192'],
    [
      'too little memory for its vCPU',
      { size: { cpu: 8, memoryMiB: 2048 } },
      'memoryMiB must be 4096 to 32768 with 8 vCPU, got 2048',
    ],
    ['files that leave no memory', { size: { workspaceMiB: 3600 } }, 'together they must be less, got 4112'],
    ['no time at all', { timeout: 0 }, 'timeout must be 1 to 604800 seconds, which is 168 hours, got 0'],
    ['more than 168 hours', { timeout: 604_801 }, 'got 604801'],
    ['parts of a second', { timeout: 0.5 }, 'got 0.5'],
  ])('with %s', (_, props, message) => {
    expect(() => agentIn(stackOf(), props)).toThrow(message);
  });

  test('in another stack than its network', () => {
    const app = new App();
    const airlock = airlockIn(stackOf(app, 'Network'));
    expect(() => agentIn(stackOf(app, 'Agents'), { airlock })).toThrow("agent 'Agents/Agent' must be in stack 'Network'");
  });

  test('in another region than its subnetwork', () => {
    const elsewhere = { id: 'projects/acme/regions/us-east1/subnetworks/x', name: 'x', ipCidrRange: '10.0.1.0/24' };
    const door = { id: 'projects/acme/regions/europe-west1/subnetworks/d', name: 'd', ipCidrRange: '10.0.2.0/24' };
    const existing = { network: vpc, door, address: '10.0.2.5', agents: { default: elsewhere } };
    expect(() => agentIn(stackOf(), {}, { existing })).toThrow(`subnetwork '${elsewhere.id}', got 'europe-west1'`);
  });
});

describe('an agent that an override takes out of its place is refused', () => {
  const at = (path: string) => `template.template.${path}`;
  const container = at('containers.0');

  test.each<[string, string, unknown, string]>([
    ['only private ranges in its network', at('vpc_access.egress'), 'PRIVATE_RANGES_ONLY', 'vpc_access must send ALL_TRAFFIC'],
    ['a connector', at('vpc_access.connector'), 'projects/p/locations/r/connectors/c', 'vpc_access must send ALL_TRAFFIC'],
    ['another network', at('vpc_access.network_interfaces'), [{ network: 'default' }], 'vpc_access must send ALL_TRAFFIC'],
    ['no network', at('vpc_access'), undefined, 'vpc_access must send ALL_TRAFFIC'],
    ['a network tag, which a firewall rule may know', at('vpc_access.network_interfaces.0.tags'), ['open'], 'vpc_access must'],
    [
      'another service account',
      at('service_account'),
      'admin@acme.iam.gserviceaccount.com',
      "service_account must be the agent's",
    ],
    ["the project's default account", at('service_account'), undefined, "service_account must be the agent's"],
    ['the first execution environment', at('execution_environment'), 'EXECUTION_ENVIRONMENT_GEN1', 'EXECUTION_ENVIRONMENT_GEN2'],
    ['a secret among its files', at('volumes.0'), { name: 'x', secret: { secret: 'key' } }, "volumes 'x' must be an empty_dir"],
    ['a bucket', at('volumes.0'), { name: 'x', gcs: { bucket: 'b' } }, "volumes 'x' must be an empty_dir"],
    ['a file server', at('volumes.0'), { name: 'x', nfs: { server: '10.0.0.1' } }, "volumes 'x' must be an empty_dir"],
    ['a database', at('volumes.0'), { name: 'x', cloud_sql_instance: {} }, "volumes 'x' must be an empty_dir"],
    ['files without a limit', at('volumes.1.empty_dir.size_limit'), undefined, "volumes 'tmp' must be an empty_dir"],
    ['a container beside it', at('containers.1'), { image: 'x' }, 'containers must be the agent alone, got 2'],
    ['another image', `${container}.image`, 'registry/agent:latest', 'containers.image must be the prop'],
    ['a port', `${container}.ports`, [{ container_port: 80 }], 'containers.ports must be left out: nothing connects'],
    ['a probe', `${container}.startup_probe`, { http_get: {} }, 'containers.startup_probe must be left out'],
    ['no proxy', `${container}.env`, undefined, 'env must hold HTTPS_PROXY'],
    ['a second proxy', `${container}.env`, [{ name: 'HTTPS_PROXY', value: 'http://elsewhere' }], 'env must hold HTTPS_PROXY'],
    ['a key', `${container}.args`, [`sk-ant-${'x'.repeat(20)}`], 'an argument holds an Anthropic key'],
    ['containers that Terraform counts out', at('dynamic'), { containers: {} }, 'template.template.dynamic must be left out'],
    ['another provider', 'provider', 'google.elsewhere', 'provider must be left out: the job belongs beside its network'],
    ['a start with every change', 'run_execution_token', 'now', 'run_execution_token must be left out'],
    ['commands that Terraform runs', 'provisioner', [{ 'local-exec': {} }], 'provisioner must be left out'],
  ])('with %s', (_, path, value, message) => {
    const stack = stackOf();
    agentIn(stack).job.addOverride(path, value);
    expect(problemsOf(stack)).toContainEqual(expect.stringMatching(/^agent 'default': /));
    expect(problemsOf(stack).join('\n')).toContain(message);
  });

  test('with a variable from a secret', () => {
    const stack = stackOf();
    const source = { secret_key_ref: { secret: 'key', version: 'latest' } };
    agentIn(stack).job.addOverride(`${container}.env.0`, { name: 'KEY', value_source: source });
    expect(problemsOf(stack)).toContainEqual(expect.stringContaining('env.value_source must be left out: an agent may hold no'));
  });
});

describe('an agent is refused what Terraform keeps secret', () => {
  test('in a sensitive variable', () => {
    const stack = stackOf();
    const key = new TerraformVariable(stack, 'key', { type: 'string', sensitive: true });
    agentIn(stack, { environment: { KEY: `Bearer ${key.stringValue}` } });
    expect(problemsOf(stack)).toEqual(["agent 'default': 'var.key' is secret: an agent may hold no credential"]);
  });

  test("in a secret's value", () => {
    const stack = stackOf();
    const version = new DataGoogleSecretManagerSecretVersion(stack, 'Key', { secret: 'key' });
    agentIn(stack, { command: ['run', version.secretData] });
    expect(problemsOf(stack)).toEqual([expect.stringContaining("secret_data' is secret")]);
  });

  test('and not a variable that is none', () => {
    const stack = stackOf();
    const task = new TerraformVariable(stack, 'task', { type: 'string' });
    agentIn(stack, { command: ['claude', '-p', task.stringValue] });
    expect(problemsOf(stack)).toEqual([]);
  });
});

test('an agent that an override takes out of its place is refused by synthesis, too', () => {
  const stack = stackOf();
  agentIn(stack).job.addOverride('template.template.service_account', 'admin@acme.iam.gserviceaccount.com');
  expect(() => (stack.node.root as App).synth()).toThrow("agent 'default': template.template.service_account must be");
});
