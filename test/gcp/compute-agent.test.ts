import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, type TerraformStack, TerraformVariable } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { ComputeAgent, type ComputeAgentProps } from '../../lib/gcp/compute-agent';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { resolved } from '../../lib/gcp/template-properties';
import { airlockIn, type Surroundings } from './agent-fixture';
import { filesOf, settingsOf, wordsOf } from './agent-host-files';
import { type Arguments, configurationOf, image, problemsOf, resourcesOf, stackOf, theOne } from './fixture';

const bootImage = 'projects/acme/global/images/agent-20261126';

function agentIn(stack: TerraformStack, props: Partial<ComputeAgentProps> = {}, around: Surroundings = {}): ComputeAgent {
  return new ComputeAgent(stack, 'Agent', { airlock: airlockIn(stack, around), image: image('claude'), bootImage, ...props });
}

const machineOf = (stack: TerraformStack): Arguments => theOne(stack, 'compute_instance');

const hostOf = (stack: TerraformStack): Record<string, string> => filesOf(machineOf(stack).metadata['user-data']);

const unitOf = (stack: TerraformStack): string => hostOf(stack)['/etc/systemd/system/airlock-agent.service'] ?? '';

/** The words of the command by which the agent is started. */
const startOf = (stack: TerraformStack): string[] => settingsOf(unitOf(stack), 'ExecStart').flatMap(wordsOf);

/** What is done before that, one command after another. */
const beforeIn = (stack: TerraformStack): string[] => settingsOf(unitOf(stack), 'ExecStartPre');

describe("an agent's machine", () => {
  const stack = stackOf();
  const agent = agentIn(stack);
  const machine = machineOf(stack);

  test('has no identity and no address outside the sealed network', () => {
    expect(machine.service_account).toBeUndefined();
    expect(resourcesOf(stack, 'service_account')).toEqual({});
    expect(machine.network_interface).toEqual([
      { subnetwork: expect.stringContaining('google_compute_subnetwork.Sealed_agent-default'), stack_type: 'IPV4_ONLY' },
    ]);
    expect(machine.can_ip_forward).toBe(false);
  });

  test('starts only what was signed, from one image', () => {
    expect(machine.shielded_instance_config).toEqual({
      enable_integrity_monitoring: true,
      enable_secure_boot: true,
      enable_vtpm: true,
    });
    expect(machine.boot_disk).toEqual({ auto_delete: true, initialize_params: { image: bootImage } });
  });

  test('lets nobody log in, and its serial port is for reading alone', () => {
    expect(machine.metadata).toMatchObject({
      'block-project-ssh-keys': 'true',
      'enable-oslogin': 'true',
      'serial-port-enable': 'false',
      'serial-port-logging-enable': 'true',
      'startup-script': 'exit 0',
      'shutdown-script': 'exit 0',
    });
  });

  test('prints into the audit trail, from its first line', () => {
    const [lines] = Object.entries(resourcesOf(stack, 'logging_project_sink')).flatMap(([name, sink]) =>
      name.startsWith('Agent_Lines') ? [sink] : [],
    );
    expect(lines?.destination).toMatch(/^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\.Audit_/);
    // a reference to the machine would have it made first
    expect(lines?.filter).toContain(`labels."compute.googleapis.com/resource_name"=("${machine.name}")`);
  });

  test('ends even if what powers it off never started', () => {
    expect(machine.scheduling).toMatchObject({
      automatic_restart: false,
      instance_termination_action: 'STOP',
      max_run_duration: { seconds: 3900 },
      provisioning_model: 'STANDARD',
    });
  });

  test('stands only behind what closes its network', () => {
    expect(machine.depends_on).toEqual(expect.arrayContaining([expect.stringMatching(/^google_compute_firewall\./)]));
  });

  test('is known as an agent to whoever proves the configuration or the plan', () => {
    const [instance] = Object.values<Arguments>(configurationOf(stack).resource.google_compute_instance);
    expect(instance?.['//']['agent-airlock']).toEqual({ role: 'agent' });
    expect(machine.labels).toEqual({ 'agent-airlock': 'agent' });
  });

  test('is run once more by starting it', () => {
    expect(resolved(agent.instance, agent.runCommand)).toMatch(
      /^gcloud compute instances start \$\{google_compute_instance\..*\.name\} --project .* --zone /,
    );
  });

  test('has no problem as it is made', () => {
    expect(problemsOf(stack)).toEqual([]);
  });
});

// the guide's table "Docker", and what it says of IPC and of files; its `--network none` is the packet filter, below
const guide: readonly (readonly [string, string])[] = [
  ['no capability', '--cap-drop=ALL'],
  ['no way to more privileges', '--security-opt=no-new-privileges'],
  ["Docker's own filter of system calls", '--security-opt=seccomp=builtin'],
  ['a root that nobody can write to', '--read-only'],
  ['a /tmp in which nothing can be executed', '--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=512m,mode=1777'],
  ['a workspace that is only its own', '--tmpfs=/workspace:rw,exec,nosuid,nodev,size=2048m,mode=0700,uid=1000,gid=1000'],
  ['a limit of memory', '--memory=4096m'],
  ['no swap', '--memory-swap=4096m'],
  ['a limit of processors', '--cpus=2'],
  ['a limit of processes', '--pids-limit=512'],
  ['a user that is not root', '--user=1000:1000'],
  ['memory that it shares with nobody', '--ipc=private'],
];

describe("an agent's container", () => {
  const stack = stackOf();
  agentIn(stack);
  const words = startOf(stack);
  const options = words.slice(2, words.indexOf('${IMAGE}'));

  test.each(guide)('has %s', (_, option) => {
    const [name] = option.split('=');
    expect(options.filter((word) => word === option)).toEqual([option]);
    // said once, or twice for two things: the last one would win
    expect(options.filter((word) => word.split('=')[0] === name).length).toBe(
      ['--security-opt', '--tmpfs'].includes(name ?? '') ? 2 : 1,
    );
  });

  test.each(['--privileged', '--volume', '-v', '--mount', '--device', '--cap-add', '--pid', '--publish', '--network=host'])(
    'has no %s',
    (option) => {
      expect(options.filter((word) => word === option || word.startsWith(`${option}=`))).toEqual([]);
    },
  );

  test('comes from the boot image or not at all, by its digest', () => {
    expect(words.slice(0, 2)).toEqual(['/usr/bin/docker', 'run']);
    expect(options).toContain('--pull=never');
    expect(hostOf(stack)['/etc/airlock/agent.env']).toBe(`IMAGE=${image('claude').uri}\n`);
    expect(beforeIn(stack).at(-1)).toBe('/usr/bin/docker image inspect --format={{.Id}} ${IMAGE}');
  });

  test('leaves nothing on a disk', () => {
    expect(options).toEqual(expect.arrayContaining(['--rm', '--log-driver=none']));
  });

  test('is told the way to the proxy', () => {
    expect(options).toEqual(expect.arrayContaining(['--env=https_proxy=http://10.64.0.2:3128', '--env=HOME=/workspace']));
  });

  test('takes the machine with it when it ends, however it ends', () => {
    const unit = unitOf(stack);
    expect(settingsOf(unit, 'SuccessAction')).toEqual(['poweroff']);
    expect(settingsOf(unit, 'FailureAction')).toEqual(['poweroff']);
    expect(settingsOf(unit, 'RuntimeMaxSec')).toEqual(['3600']);
  });

  test('may be larger or smaller', () => {
    const other = stackOf();
    agentIn(other, {
      size: { cpus: 0.5, memoryMiB: 1024, workspaceMiB: 300, tmpMiB: 50, processes: 64, machineType: 'e2-medium' },
    });
    expect(startOf(other)).toEqual(
      expect.arrayContaining(['--cpus=0.5', '--memory=1024m', '--memory-swap=1024m', '--pids-limit=64']),
    );
    expect(
      startOf(other)
        .filter((word) => word.startsWith('--tmpfs'))
        .join(),
    ).toMatch(/size=300m.*size=50m/);
    expect(machineOf(other).machine_type).toBe('e2-medium');
  });
});

describe("an agent's command", () => {
  test.each([
    ['spaces', 'Fix the failing test'],
    ['quotes', `"it's" \\ done`],
    ['lines', 'one\ntwo\tthree\r'],
    ["a shell's variables", `echo \${HOME} $PATH $(id)`],
    ["systemd's specifiers", '100% of %H'],
    ["Terraform's directives", '%{ if true }'],
    ['nothing', ''],
  ])('keeps %s', (_, word) => {
    const stack = stackOf();
    agentIn(stack, { command: ['claude', '-p', word], environment: { TEXT: word } });
    const words = startOf(stack);
    expect(words.slice(words.indexOf('${IMAGE}') + 1)).toEqual(['claude', '-p', word]);
    expect(words).toContain(`--env=TEXT=${word}`);
  });
});

/** The rules of a script of iptables commands, by chain, in the order in which packets meet them. */
function chainsOf(script: string, program: string): Record<string, string[]> {
  const chains: Record<string, string[]> = {};
  for (const line of script.split('\n')) {
    const [, chain = '', rule = ''] = new RegExp(`^${program} -w -I (\\S+) (.*)$`).exec(line) ?? [];
    if (chain) chains[chain] = [rule, ...(chains[chain] ?? [])];
  }
  return chains;
}

describe("what an agent's container can send", () => {
  const filterOf = (around: Surroundings) => {
    const stack = stackOf();
    agentIn(stack, {}, around);
    return hostOf(stack)['/etc/airlock/agent-filter.sh'] ?? '';
  };

  test('goes to the door, and everything else is dropped, the metadata server and the resolver among it', () => {
    expect(chainsOf(filterOf({}), 'iptables')).toEqual({
      'DOCKER-USER': [
        '-i docker0 -d 10.64.0.2/32 -p tcp --dport 3128 -j RETURN',
        '-i docker0 -d 10.64.0.2/32 -p tcp --dport 8080 -j RETURN',
        '-i docker0 -j DROP',
      ],
      INPUT: ['-i docker0 -j DROP'],
    });
  });

  test('is nothing over IPv6', () => {
    expect(chainsOf(filterOf({}), 'ip6tables')).toEqual({ FORWARD: ['-i docker0 -j DROP'], INPUT: ['-i docker0 -j DROP'] });
  });

  test('may be a question for a name where names lead to the door, and nothing else to the metadata server', () => {
    const rules = chainsOf(filterOf({ transparent: true }), 'iptables')['DOCKER-USER'] ?? [];
    expect(rules.at(-1)).toBe('-i docker0 -j DROP');
    expect(rules.filter((rule) => rule.includes('169.254'))).toEqual([
      '-i docker0 -d 169.254.169.254/32 -p tcp --dport 53 -j RETURN',
      '-i docker0 -d 169.254.169.254/32 -p udp --dport 53 -j RETURN',
    ]);
  });

  test('is filtered before the agent starts, or it does not start', () => {
    const stack = stackOf();
    agentIn(stack);
    expect(beforeIn(stack)[0]).toBe('/usr/bin/bash /etc/airlock/agent-filter.sh');
    expect(filterOf({})).toMatch(/^set -eu\n/);
  });

  test('asks for names where nothing answers, or the resolver where it may', () => {
    const [closed, open] = [stackOf(), stackOf()];
    agentIn(closed);
    agentIn(open, {}, { transparent: true });
    expect(startOf(closed)).toContain('--dns=127.0.0.1');
    expect(startOf(open).filter((word) => word.startsWith('--dns'))).toEqual(['--dns=169.254.169.254']);
  });
});

describe('an agent under gVisor', () => {
  const stack = stackOf();
  agentIn(stack, { runtime: 'runsc' });
  const path = '/var/lib/google/airlock/runsc';

  test('runs under it, or not at all', () => {
    expect(startOf(stack)).toContain('--runtime=runsc');
    expect(JSON.parse(hostOf(stack)['/etc/docker/daemon.json'] ?? '').runtimes).toEqual({ runsc: { path } });
    expect(beforeIn(stack).slice(0, 2)).toEqual([`/usr/bin/test -x ${path}`, '/usr/bin/systemctl restart docker.service']);
  });

  test('and without it under runc, with the daemon as it is', () => {
    const other = stackOf();
    agentIn(other);
    expect(startOf(other)).toContain('--runtime=runc');
    expect(Object.keys(hostOf(other))).not.toContain('/etc/docker/daemon.json');
  });
});

describe('an agent is refused', () => {
  test.each<[string, Partial<ComputeAgentProps>, string]>([
    [
      'an image that a family decides',
      { bootImage: 'projects/cos-cloud/global/images/family/cos-stable' },
      'bootImage must be one',
    ],
    ['an image by its name alone', { bootImage: 'agent' }, "got 'agent'"],
    ['no zone, but a region', { zone: 'europe-west1' }, "such as 'europe-west1-b', got 'europe-west1'"],
    ['a zone of another region', { zone: 'us-central1-a' }, "zone must be one of region 'europe-west1', where its subnetwork is"],
    ['no time', { timeout: 0 }, 'got 0'],
    ['more than 120 days', { timeout: 120 * 24 * 3600 }, 'timeout must be 1 to 10367700 seconds'],
    ['files that leave no memory', { size: { workspaceMiB: 4000 } }, 'together they must be less, got 4512'],
    ['a key in its command', { command: ['run', `sk-ant-${'x'.repeat(20)}`] }, 'command holds an Anthropic key'],
    ['a key in its environment', { environment: { KEY: `AKIA${'ABCDEFGHIJKLMNOP'}` } }, 'environment variable KEY holds an AWS'],
    ['another proxy', { environment: { HTTPS_PROXY: 'http://elsewhere' } }, 'environment may not set HTTPS_PROXY'],
  ])('%s', (_, props, message) => {
    expect(() => agentIn(stackOf(), props)).toThrow(message);
  });

  test.each<[string, (value: string) => Partial<ComputeAgentProps>, string]>([
    ['command', (value) => ({ command: ['run', value] }), 'command[1] must be known at synthesis'],
    ['environment', (value) => ({ environment: { TASK: value } }), 'environment variable TASK must be known at synthesis'],
  ])('a token in its %s, of which only the placeholder would be encoded', (_, props, message) => {
    const stack = stackOf();
    const { stringValue } = new TerraformVariable(stack, 'task', { type: 'string' });
    expect(() => agentIn(stack, props(stringValue))).toThrow(message);
  });

  test.each<[string, string, unknown, string]>([
    ['an identity', 'service_account', { scopes: ['cloud-platform'] }, 'service_account must be left out: an agent may have no'],
    ['an address outside', 'network_interface.0.access_config', [{}], 'network_interface must stay as it was made'],
    ['a second network', 'network_interface.1', { network: 'default' }, 'network_interface must stay as it was made'],
    ['no network', 'network_interface', undefined, 'network_interface must stay as it was made'],
    ['IPv6', 'network_interface.0.stack_type', 'IPV4_IPV6', 'network_interface must stay as it was made'],
    ['packets of others', 'can_ip_forward', true, 'can_ip_forward must stay as it was made'],
    [
      'another boot image',
      'boot_disk.initialize_params.image',
      'projects/p/global/images/x',
      'boot_disk must stay as it was made',
    ],
    ['a key that lets somebody in', 'metadata.ssh-keys', 'me:ssh-ed25519 AAAA', 'metadata must stay as it was made'],
    ['its serial console', 'metadata.serial-port-enable', 'true', 'metadata must stay as it was made'],
    ['something else to run', 'metadata.user-data', '#cloud-config', 'metadata must stay as it was made'],
    ['a script', 'metadata_startup_script', 'id', 'metadata_startup_script must be left out: the machine runs the agent'],
    ['a disk of others', 'attached_disk', [{ source: 'disk' }], 'attached_disk must be left out'],
    ['a network tag', 'tags', ['open'], 'tags must be left out'],
    ['a start without signatures', 'shielded_instance_config.enable_secure_boot', false, 'shielded_instance_config must stay'],
    [
      'what nobody has looked at',
      'guest_accelerator',
      [{ type: 'x', count: 1 }],
      "guest_accelerator must be left out: it isn't known",
    ],
  ])('that an override gives %s', (_, path, value, message) => {
    const stack = stackOf();
    agentIn(stack).instance.addOverride(path, value);
    expect(problemsOf(stack)).toContainEqual(expect.stringContaining(`agent 'default': ${message}`));
  });

  test('by synthesis, too', () => {
    const stack = stackOf();
    agentIn(stack).instance.addOverride('can_ip_forward', true);
    expect(() => (stack.node.root as App).synth()).toThrow("agent 'default': can_ip_forward must stay as it was made");
  });
});

test('an image that only a deployment names stands where Terraform fills it in', () => {
  const stack = stackOf();
  agentIn(stack, { image: PinnedImage.fromVariable(stack, 'agent') });
  expect(hostOf(stack)['/etc/airlock/agent.env']).toBe('IMAGE=${var.agent_image}\n');
  expect(problemsOf(stack)).toEqual([]);
});

test('the page on it lists the options that the container has', () => {
  const stack = stackOf();
  agentIn(stack, { runtime: 'runsc' });
  const page = readFileSync(join(__dirname, '../../docs/compute-agent.md'), 'utf8');
  const listed = page.match(/`--[a-z-]+=[^`]+`/g)?.map((option) => option.slice(1, -1)) ?? [];
  expect(listed.length).toBeGreaterThan(12);
  expect(listed.filter((option) => !startOf(stack).some((word) => word === option || word.startsWith(`${option}:`)))).toEqual([]);
});
