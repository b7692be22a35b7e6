import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { EgressProxy } from '../../lib/gcp/egress-proxy';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { DestinationInput } from '../../lib/policy/schema';
import {
  type Arguments,
  configurationOf,
  digest,
  egressIn,
  image,
  policy,
  problemsOf,
  resourcesOf,
  stackOf,
  theOne,
} from './fixture';
import { bootstrapOf, doorIn, hostFile, hostFilesOf, proxyIn } from './proxy-fixture';

const claude = policy.document.destinations[0] as DestinationInput;
const policyOf = (...destinations: readonly DestinationInput[]) => EgressPolicy.parse({ version: 1, destinations });

describe('the proxies', () => {
  const stack = stackOf();
  doorIn(stack);
  const unit = hostFile(stack, '/etc/systemd/system/airlock-proxy.service');
  const [run = ''] = /^ExecStart=.*/m.exec(unit) ?? [];

  test('are Envoy of the pinned image, and nothing else', () => {
    expect(hostFile(stack, '/etc/airlock/host.env')).toMatch(/^AIRLOCK_IMAGE=\S+\/envoy@sha256:a{64}\n$/);
    expect(run).toContain(
      ' ${AIRLOCK_IMAGE} --config-path /etc/airlock/envoy.yaml --disable-hot-restart --concurrency 2 --log-level warning',
    );
    expect(run).toContain(' --entrypoint=/usr/local/bin/envoy ');
  });

  test('have nothing to write to, no privilege, and no way to gain one', () => {
    for (const option of ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--user=101:101', '--pull=never'])
      expect(run).toContain(` ${option} `);
    expect(run.match(/--volume=\S+/g)).toEqual([
      '--volume=/etc/airlock:/etc/airlock:ro',
      '--volume=/run/airlock/secrets:/run/airlock/secrets:ro',
      '--volume=/run/airlock/admin:/run/airlock/admin',
    ]);
    expect(run).not.toMatch(/--privileged|--cap-add|docker\.sock|--pid|--device/);
  });

  test('lose no record: where the log is slow, they wait', () => {
    expect(run).toContain(' --log-driver=json-file --log-opt=mode=blocking ');
    const { filter } = theOneOf(resourcesOf(stack, 'logging_project_sink'), ({ filter: text }) =>
      text.includes('cos_containers'),
    );
    const [, container] = /container_name"=\("([^"]+)"\)/.exec(filter) ?? [];
    expect(run).toContain(` --name=${container} `);
    expect(run).toContain(` --log-opt=tag=${container} `);
  });

  test('have an admin interface for root on their host alone', () => {
    expect(bootstrapOf(stack).admin).toEqual({ address: { pipe: { mode: 0o600, path: '/run/airlock/admin/admin.sock' } } });
  });

  test('hold no secret in what they are made from, and read each by its own grant', () => {
    expect(hostFile(stack, '/etc/airlock/secrets')).toMatch(
      /^secret anthropic-api-key \$\{google_secret_manager_secret\.Proxy_Secrets_[\w-]+\.id\}\n$/,
    );
    const members = Object.values(resourcesOf(stack, 'secret_manager_secret_iam_member'));
    expect(members.map(({ role, member }) => [role, member])).toEqual([
      ['roles/secretmanager.secretAccessor', expect.stringMatching(/^\$\{google_service_account\.Proxy_Account_\w+\.member\}$/)],
    ]);
    expect(resourcesOf(stack, 'secret_manager_secret_version')).toEqual({});
  });

  test('are on record whenever a secret is read', () => {
    const uses = theOneOf(resourcesOf(stack, 'logging_project_sink'), ({ filter }) => filter.includes('secretmanager'));
    expect(uses.filter).toMatch(/resourceName=~"\/secrets\/\(.*google_secret_manager_secret\.Proxy_Secrets_[\w-]+\.id/);
  });

  test('may do nothing in the project but write logs and metrics', () => {
    const roles = Object.values(resourcesOf(stack, 'project_iam_member')).map(({ role }) => role);
    expect(roles).toEqual(['roles/logging.logWriter', 'roles/monitoring.metricWriter']);
  });

  test('are marked for the judge, whole and by label', () => {
    const [group] = Object.values<Arguments>(configurationOf(stack).resource.google_compute_region_instance_group_manager);
    expect(group?.['//']['agent-airlock']).toEqual({ role: 'proxy', ports: [8080, 3128] });
    expect(theOne(stack, 'compute_region_instance_template').labels).toEqual({ 'agent-airlock': 'proxy' });
  });

  test('are published to the network of the door alone, and learn who connects', () => {
    expect(theOne(stack, 'compute_service_attachment')).toMatchObject({
      connection_preference: 'ACCEPT_MANUAL',
      consumer_accept_lists: [
        { connection_limit: 1, network_url: expect.stringMatching(/^\$\{google_compute_network\.Sealed_\w+\.self_link\}$/) },
      ],
      enable_proxy_protocol: true,
      reconcile_connections: true,
      propagated_connection_limit: 0,
      send_propagated_connection_limit_if_zero: true,
    });
  });

  test('are published at every port that they may ever have, as another one would close the door until it is deployed again', () => {
    const balanced = (each: Arguments) => each.load_balancing_scheme === 'INTERNAL';
    expect(theOneOf(resourcesOf(stack, 'compute_forwarding_rule'), balanced).ports).toEqual(['8080', '3128', '443', '80']);
  });

  test('may be one of several in a network, each let in from the addresses of its own door', () => {
    const shared = stackOf();
    const network = egressIn(shared);
    proxyIn(shared, { network });
    new EgressProxy(shared, 'Second', { policy, network, audit: new AuditTrail(shared, 'A'), image: image('envoy') });
    const attached = Object.values(resourcesOf(shared, 'compute_service_attachment')).map(({ nat_subnets: [nat] }) => nat);
    expect(attached).toEqual([expect.stringContaining('Egress_door-nat_'), expect.stringContaining('Egress_door-nat-2_')]);
    const rules = Object.entries(resourcesOf(shared, 'compute_firewall')).filter(([name]) => name.includes('FromDoor'));
    expect(rules.map(([, rule]) => [rule.source_ranges, rule.target_service_accounts])).toEqual([
      [['10.65.2.0/24'], [expect.stringContaining('google_service_account.Proxy_')]],
      [['10.65.3.0/24'], [expect.stringContaining('google_service_account.Second_')]],
    ]);
  });

  test('tell how to wait until none is of an older policy, and all of them answer', () => {
    const { value } = theOneOf(configurationOf(stack).output, ({ description }) =>
      description.startsWith('Waits until the proxies'),
    );
    const until =
      'gcloud compute instance-groups managed wait-until \\$\\{google_compute_region_instance_group_manager\\.Proxy_\\w+\\.name\\}';
    const rest = '--timeout 1800 --region \\$\\{\\S+\\.region\\} --project \\$\\{\\S+\\.project\\}';
    expect(value).toMatch(new RegExp(`^${until} --version-target-reached ${rest} && ${until} --stable ${rest}$`));
  });

  test('tell how to set the secret, without it going through the arguments of a process', () => {
    const outputs = Object.values<Arguments>(configurationOf(stack).output).map(({ value }) => value);
    expect(outputs).toContainEqual(
      expect.stringMatching(
        /^read -rs KEY && printf %s "\$KEY" \| gcloud secrets versions add \$\{google_\S+\.id\} --data-file=-$/,
      ),
    );
  });

  test('may read the repository of their image', () => {
    const { member, ...grant } = theOne(stack, 'artifact_registry_repository_iam_member');
    expect(grant).toEqual({
      ...{ location: 'europe-west1', project: 'acme', repository: 'images' },
      role: 'roles/artifactregistry.reader',
    });
    expect(member).toMatch(/^\$\{google_service_account\.Proxy_Account_\w+\.member\}$/);
  });

  test('are started after all that they are granted, and gone before it is', () => {
    const [{ depends_on: after } = {}] = Object.values(resourcesOf(stack, 'compute_region_instance_group_manager'));
    const granted = ['artifact_registry_repository', 'project', 'secret_manager_secret'].flatMap((type) =>
      Object.keys(resourcesOf(stack, `${type}_iam_member`)).map((name) => `google_${type}_iam_member.${name}`),
    );
    expect(granted).toHaveLength(4);
    expect([...after].sort()).toEqual(granted.sort());
  });

  test('tell how to let them read an image of a repository that isn’t known', () => {
    const elsewhere = stackOf();
    proxyIn(elsewhere, { image: PinnedImage.of(`gcr.io/acme/envoy@${digest}`) });
    expect(resourcesOf(elsewhere, 'artifact_registry_repository_iam_member')).toEqual({});
    expect(JSON.stringify(configurationOf(elsewhere).output)).toContain('--role=roles/artifactregistry.reader --member=');
  });

  test('are nobody’s until a door is made', () => {
    const alone = stackOf();
    proxyIn(alone);
    expect(problemsOf(alone)).toEqual([expect.stringContaining('the proxy must admit someone: make a Door that leads to it')]);
    expect(problemsOf(stack)).toEqual([]);
  });
});

function theOneOf(found: Record<string, Arguments>, wanted: (each: Arguments) => boolean): Arguments {
  const [first, ...others] = Object.values(found).filter(wanted);
  if (!first || others.length > 0) throw new Error('expected one');
  return first;
}

describe('the size of the proxies', () => {
  const heapOf = (stack = stackOf(), size = {}): number => {
    doorIn(stack, { size });
    const monitors: Arguments[] = bootstrapOf(stack).overload_manager.resource_monitors;
    return monitors.flatMap(({ typed_config: { max_heap_size_bytes: bytes } }) => bytes ?? [])[0];
  };

  test.each([
    ['e2-small', {}, 1536, 2],
    ['e2-standard-4', { machineType: 'e2-standard-4' }, 15872, 4],
    ['another', { machineType: 'm9-ultra-8', memoryMiB: 4096 }, 3584, 8],
  ])('leaves the system its memory on a machine of type %s, and uses its processors', (_, size, memoryMiB, cpus) => {
    const stack = stackOf();
    expect(heapOf(stack, size) / (memoryMiB * 1_048_576)).toBeCloseTo(0.9);
    const unit = hostFile(stack, '/etc/systemd/system/airlock-proxy.service');
    expect(unit).toContain(` --memory=${memoryMiB}m `);
    expect(unit).toContain(` --concurrency ${cpus} `);
  });

  test.each([
    ['too little memory', { memoryMiB: 600 }, 'size.memoryMiB must be 768 or more, of which the system takes 512, got 600'],
    ['one host', { minHosts: 1 }, 'size.minHosts must be 2 or more'],
  ])('is refused with %s', (_, size, message) => {
    expect(() => proxyIn(stackOf(), { size })).toThrow(message);
  });

  test('is refused if the hosts’ metadata has no room for what they are', () => {
    const stack = stackOf();
    const ca = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(200_000)}\n-----END CERTIFICATE-----\n`;
    const given = policyOf({
      ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' },
      upstream: { addresses: ['10.20.0.0/16'], port: 8443, ca: 'corp-ca' },
    });
    doorIn(stack, { policy: given, certificates: { 'corp-ca': ca } });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('user data of the proxy must be 262144 bytes at most')]);
  });
});

test('nothing in what hosts are made from is evaluated by Terraform but references', () => {
  const stack = stackOf();
  doorIn(stack, {
    policy: policyOf({ ...claude, headers: { 'x-note': '${file("/etc/passwd")}%{if true}' } } as DestinationInput),
  });
  const { metadata } = theOne(stack, 'compute_region_instance_template');
  expect([...metadata['user-data'].matchAll(/[$%]\{[^}]*\}/g)].map(([found]) => found)).toEqual([
    expect.stringMatching(/^\$\{google_secret_manager_secret\.[\w-]+\.id\}$/),
  ]);
  expect(hostFilesOf(stack).get('/etc/airlock/envoy.yaml')).toContain('${file("/etc/passwd")}');
});
