import type { TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import type { EgressNetwork } from '../../lib/gcp/egress-network';
import { EgressProxy } from '../../lib/gcp/egress-proxy';
import { ToolAddress } from '../../lib/gcp/tool-address';
import { ToolService, type ToolServiceProps } from '../../lib/gcp/tool-service';
import { filesOf, settingsOf } from './agent-host-files';
import { type Arguments, egressIn, existingEgress as existing, image, policy, problemsOf, resourcesOf, stackOf } from './fixture';
import { interception } from './interception-fixture';
import { airlockWithTool, host, secret, toolIn, toolPolicy } from './tool-fixture';

/** Arguments of the resources of a type that the tool is made of. */
const ownOf = (stack: TerraformStack, type: string, tool = 'Orders'): Arguments[] =>
  Object.entries(resourcesOf(stack, type)).flatMap(([id, each]) => (id.startsWith(`${tool}_`) ? [each] : []));

const theOneOf = (stack: TerraformStack, type: string, tool?: string): Arguments => {
  const [one = {}, ...others] = ownOf(stack, type, tool);
  expect(others).toEqual([]);
  return one;
};

const filesIn = (stack: TerraformStack): Record<string, string> =>
  filesOf(theOneOf(stack, 'compute_region_instance_template').metadata['user-data']);

describe('a tool', () => {
  const stack = stackOf();
  toolIn(stack, { secrets: { DATABASE_URL: secret('database') }, reaches: [{ cidr: '10.20.0.0/16', port: 5432 }] });
  const files = filesIn(stack);
  const unit = files['/etc/systemd/system/airlock-tool.service'] ?? '';
  const [run = ''] = settingsOf(unit, 'ExecStart');
  const rules = ownOf(stack, 'compute_firewall');
  const rulesOf = (direction: string) => rules.filter((rule) => rule.direction === direction);

  test('stands in the tools’ subnetwork, behind a load balancer with an address that is known', () => {
    expect(theOneOf(stack, 'compute_region_instance_template').network_interface).toEqual([
      { stack_type: 'IPV4_ONLY', subnetwork: expect.stringContaining('Airlock_Egress_tools') },
    ]);
    expect(theOneOf(stack, 'compute_address')).toMatchObject({ address: '10.65.1.185', address_type: 'INTERNAL' });
    expect(theOneOf(stack, 'compute_forwarding_rule')).toMatchObject({
      ip_address: expect.stringMatching(/google_compute_address\.Orders_\w+\.self_link/),
      load_balancing_scheme: 'INTERNAL',
      ports: ['8443'],
    });
  });

  test('is asked whether it takes connections, as it ends TLS itself', () => {
    const checks = ownOf(stack, 'compute_region_health_check');
    expect(checks.map((check) => [check.tcp_health_check, check.http_health_check])).toEqual([
      [{ port: 8443 }, undefined],
      [{ port: 8443 }, undefined],
    ]);
  });

  test('is reached by the proxies’ account and by health checks, at its port, and by nobody else', () => {
    expect(rulesOf('INGRESS').map((rule) => [rule.source_service_accounts ?? rule.source_ranges, rule.allow])).toEqual([
      [['35.191.0.0/16', '130.211.0.0/22'], [{ protocol: 'tcp', ports: ['8443'] }]],
      [
        [expect.stringMatching(/google_service_account\.Airlock_Proxy_Account_\w+\.email/)],
        [{ protocol: 'tcp', ports: ['8443'] }],
      ],
    ]);
  });

  test('reaches Google’s APIs and what it is said to', () => {
    expect(rulesOf('EGRESS').map(({ destination_ranges: to, allow }) => [to, allow])).toEqual([
      [['199.36.153.8/30'], [{ protocol: 'tcp', ports: ['443'] }]],
      [['10.20.0.0/16'], [{ protocol: 'tcp', ports: ['5432'] }]],
    ]);
  });

  test('is alone with those rules: each is for its own account', () => {
    const accounts = rules.map((rule) => rule.target_service_accounts);
    expect(new Set(accounts.flat()).size).toBe(1);
    expect(accounts.flat()[0]).toMatch(/google_service_account\.Orders_Account_\w+\.email/);
  });

  test('has a name in the egress network that takes no other name over', () => {
    expect(theOneOf(stack, 'dns_managed_zone')).toMatchObject({ dns_name: `${host}.`, visibility: 'private' });
    expect(theOneOf(stack, 'dns_record_set')).toMatchObject({ name: `${host}.`, rrdatas: ['10.65.1.185'], type: 'A' });
  });

  test('finds its certificate, key and secrets in files in memory, and none in its environment', () => {
    expect(files['/etc/airlock/secrets']).toBe(
      'secret DATABASE_URL projects/acme/secrets/database\ncertificate certificate.pem projects/acme/secrets/orders-certificate\n',
    );
    expect(run).toContain(' --volume=/run/airlock/secrets:/run/secrets:ro ');
    expect(run.match(/--env=\S+/g)).toEqual([
      '--env=PORT=8443',
      '--env=TMPDIR=/tmp',
      '--env=TLS_CERTIFICATE_FILE=/run/secrets/certificate.pem',
      '--env=TLS_KEY_FILE=/run/secrets/key.pem',
      '--env=DATABASE_URL_FILE=/run/secrets/DATABASE_URL',
    ]);
    expect(settingsOf(unit, 'ExecStartPre')[1]).toBe('/bin/bash /etc/airlock/refresh.sh');
    expect(settingsOf(unit, 'After')[0]).toContain(' fluent-bit.service ');
  });

  test('runs as somebody, who can write to /tmp and has no privilege', () => {
    for (const option of [
      '--user=1000:1000',
      '--read-only',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      '--pids-limit=1024',
      '--memory=1536m',
      '--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777',
    ])
      expect(run).toContain(` ${option} `);
  });

  test('has an account that reads its own secrets, and writes logs', () => {
    const roles = ownOf(stack, 'secret_manager_secret_iam_member').map(({ role, secret_id: id }) => [role, id]);
    expect(roles).toEqual(
      expect.arrayContaining([
        ['roles/secretmanager.secretAccessor', 'projects/acme/secrets/database'],
        ['roles/secretmanager.secretAccessor', 'projects/acme/secrets/orders-certificate'],
      ]),
    );
    expect(roles).toHaveLength(2);
    expect(ownOf(stack, 'project_iam_member').map(({ role }) => role)).toEqual([
      'roles/logging.logWriter',
      'roles/monitoring.metricWriter',
    ]);
  });

  test('is started after all that it is granted', () => {
    const { depends_on: after } = theOneOf(stack, 'compute_region_instance_group_manager');
    expect(after.filter((each: string) => each.startsWith('google_secret_manager_secret_iam_member.'))).toHaveLength(2);
    expect(after).toContainEqual(expect.stringContaining('google_artifact_registry_repository_iam_member.Orders_Image'));
  });

  test('leaves a record of what it prints, and of who read its secrets', () => {
    const filters = ownOf(stack, 'logging_project_sink').map(({ filter }) => filter);
    expect(filters.filter((filter) => filter.includes('cos_containers'))).not.toEqual([]);
    expect(filters.filter((filter) => /secrets\/\(database\|orders-certificate\)/.test(filter))).not.toEqual([]);
  });

  test('has no problem as it is made', () => {
    expect(problemsOf(stack)).toEqual([]);
  });
});

describe('the egress network', () => {
  test('answers Google’s names by addresses that a rule can name, once there are tools', () => {
    const stack = stackOf();
    const { egress } = airlockWithTool(stack);
    expect(ownOf(stack, 'dns_managed_zone', 'Airlock_Egress')).toEqual([]);
    toolIn(stack, { network: egress });
    new ToolService(stack, 'Bills', {
      ...{ network: egress, host: 'bills.corp.example', port: 8443, image: image('bills') },
      certificate: secret('bills-certificate'),
    });
    const zones = ownOf(stack, 'dns_managed_zone', 'Airlock_Egress').map((zone) => zone.dns_name);
    expect(zones).toEqual(['googleapis.com.', 'pkg.dev.']);
    const records = ownOf(stack, 'dns_record_set', 'Airlock_Egress').map(({ name, type, rrdatas }) => [name, type, rrdatas]);
    const addresses = [8, 9, 10, 11].map((last) => `199.36.153.${last}`);
    expect(records).toEqual(
      expect.arrayContaining([
        ['private.googleapis.com.', 'A', addresses],
        ['*.googleapis.com.', 'CNAME', ['private.googleapis.com.']],
        ['pkg.dev.', 'A', addresses],
        ['*.pkg.dev.', 'CNAME', ['pkg.dev.']],
      ]),
    );
    expect(theOneOf(stack, 'compute_address', 'Bills').address).toBe('10.65.1.215');
  });
});

test('a tool says which addresses the policy must permit, or is told', () => {
  expect(toolIn(stackOf()).addresses).toEqual(['10.65.1.185/32']);
  expect(toolIn(stackOf(), { address: '10.65.1.99' }).addresses).toEqual(['10.65.1.99/32']);
});

describe('the address of a tool', () => {
  const another = (network: EgressNetwork, host: string, address?: string) =>
    new ToolService(network.node.scope as TerraformStack, host, {
      ...{ network, host, address, port: 8443, image: image('x'), certificate: secret('x') },
    });

  test.each([
    ['10.65.1.0/24', 128, 253],
    ['10.65.1.0/29', 4, 5],
  ])('is in the last half of %s, and none of the two that nobody may have', (ipCidrRange, first, last) => {
    const network = egressIn(stackOf(), { existing: { ...existing, tools: { ...existing.tools, ipCidrRange } } });
    const { address } = new ToolAddress(network, 'Address', { network, host });
    const place = Number(address.split('.')[3]);
    expect(place >= first && place <= last).toBe(true);
  });

  test('stays what it is, whichever tools are made before', () => {
    const network = egressIn(stackOf());
    another(network, 'bills.corp.example');
    expect(another(network, host).addresses).toEqual(toolIn(stackOf()).addresses);
  });

  test.each([
    ['is refused where it is another’s', '10.65.1.185', `address must be free, and not that of tool '${host}' too`],
    ['is refused outside of the tools’ subnetwork', '10.65.0.185', 'address must be an IPv4 address in 10.65.1.0/24'],
  ])('%s', (_, address, message) => {
    const network = egressIn(stackOf());
    another(network, host);
    expect(() => another(network, 'bills.corp.example', address)).toThrow(message);
  });
});

describe('a destination at a regional endpoint of Google’s', () => {
  const regional = toolPolicy({}, [
    { name: 'models', host: 'aiplatform.eu.rep.googleapis.com', access: 'gateway', allow: 'any' },
  ]);
  const message = expect.stringMatching(/^destination 'models': host must not be a regional endpoint in a network with tools, /);

  test('is refused beside a tool, once, as its name would lead nowhere', () => {
    const stack = stackOf();
    const { egress: network } = airlockWithTool(stack, regional);
    toolIn(stack, { network });
    expect(problemsOf(stack)).toEqual([message]);
  });

  test('is none without a tool, nor where the network’s owner names Google', () => {
    const alone = stackOf();
    airlockWithTool(alone, regional);
    expect(problemsOf(alone)).toEqual([]);
    const network = egressIn(stackOf(), { existing });
    network.toolAccess.addUser({ policy: regional, account: 'proxies@acme.iam.gserviceaccount.com' });
    network.nameGoogle();
    expect(problemsOf(network)).toEqual([]);
  });
});

test('proxies that are made after it are let in as well', () => {
  const stack = stackOf();
  const audit = new AuditTrail(stack, 'Audit');
  const network = egressIn(stack, { audit });
  toolIn(stack, { network });
  const certificates = { 'corp-ca': interception.ca ?? '' };
  new EgressProxy(stack, 'Late', { policy: toolPolicy(), network, audit, image: image('envoy'), certificates });
  const [rule, ...others] = ownOf(stack, 'compute_firewall').filter((each) => each.source_service_accounts);
  expect(rule?.source_service_accounts).toEqual([expect.stringContaining('google_service_account.Late_Account')]);
  expect(others).toEqual([]);
});

test('proxies whose policy doesn’t name it are not let in', () => {
  const stack = stackOf();
  toolIn(stack).admit({ policy, account: 'others@acme.iam.gserviceaccount.com' });
  expect(JSON.stringify(ownOf(stack, 'compute_firewall'))).not.toContain('others@');
});

describe('a tool is refused', () => {
  test.each<[string, Partial<ToolServiceProps>, string]>([
    ['with a wildcard for a host', { host: '*.corp.example' }, "host must be one exact name, as the tool's certificate"],
    ['with an address for a host', { host: '10.65.1.5' }, 'host must be one exact name'],
    ['with an address of another subnetwork', { address: '10.65.0.5' }, 'address must be an IPv4 address in 10.65.1.0/24'],
    ['with what is no address', { address: 'orders' }, "got 'orders'"],
    ['with a secret of no variable', { secrets: { 'database-url': secret('x') } }, "got 'database-url'"],
    ['with a secret in the place of its key', { secrets: { TLS_KEY: secret('x') } }, "got 'TLS_KEY'"],
    ['with a secret by its version', { secrets: { KEY: { id: 'projects/p/secrets/x/versions/1' } } }, 'secrets.KEY must have'],
    [
      'with a certificate by its name',
      { certificate: { id: 'orders' } },
      'certificate must have the id projects/PROJECT/secrets/NAME',
    ],
    [
      'that reaches an address',
      { reaches: [{ cidr: '10.20.0.5', port: 443 }] },
      'reaches must be a CIDR block such as 10.20.0.0/16',
    ],
    ['that reaches no port', { reaches: [{ cidr: '10.0.0.0/8', port: 0 }] }, 'reaches must have ports from 1 to 65535, got 0'],
    ['that reaches IPv6', { reaches: [{ cidr: '2001:db8::/32', port: 443 }] }, "reaches must be IPv4, as the tool's hosts are"],
    ['with one host', { size: { minHosts: 1 } }, 'size.minHosts must be 2 or more'],
  ])('%s', (_, props, message) => {
    expect(() => toolIn(stackOf(), props)).toThrow(message);
  });

  test('if another of the same network has its host', () => {
    const stack = stackOf();
    const { egress: network } = airlockWithTool(stack);
    toolIn(stack, { network });
    const again = { network, host: 'Orders.corp.example', port: 1, image: image('x'), certificate: secret('x') };
    expect(() => new ToolService(stack, 'Again', again)).toThrow(`got '${host}' twice`);
  });

  test.each<[string, () => ReturnType<typeof toolPolicy>, string]>([
    ['has another port', () => toolPolicy({ port: 9443 }), "port must be the upstream.port of destination 'orders', 9443"],
    [
      'doesn’t permit its address',
      () => toolPolicy({ addresses: ['10.65.0.0/24'] }),
      'must cover 10.65.1.185/32, where the tool',
    ],
    [
      'names a host below it',
      () =>
        toolPolicy({}, [
          { name: 'below', host: `x.${host}`, access: 'gateway', upstream: { addresses: ['10.66.0.0/24'] }, allow: 'any' },
        ]),
      'host must have no other name of the policy below it',
    ],
  ])('if the destination of the policy %s', (_, given, message) => {
    const stack = stackOf();
    toolIn(stack, { network: airlockWithTool(stack, given()).egress });
    expect(problemsOf(stack)).toContainEqual(expect.stringContaining(message));
  });

  test('if no policy names it', () => {
    const stack = stackOf();
    toolIn(stack, { host: 'bills.corp.example' });
    expect(problemsOf(stack)).toContainEqual(
      `host must be one of the policy of a proxy in the same network (${host}), got 'bills.corp.example'`,
    );
  });
});
