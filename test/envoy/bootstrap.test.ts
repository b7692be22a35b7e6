import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderBootstrap } from '../../lib/envoy/bootstrap';
import type { BootstrapProps, Interception } from '../../lib/envoy/bootstrap-props';
import { compactYaml } from '../../lib/envoy/compact-yaml';
import { leafDocument, leafFile } from '../../lib/envoy/listeners/intercept-certificates';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { PolicyInput } from '../../lib/policy/schema';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { anything, bedrock, claude, github, mirror, oddPorts, orders, policyOf, uploads } from './policies';
import { validate } from './running-envoy';

const props: BootstrapProps = {
  address: '127.0.0.1',
  gatewayPort: 8080,
  proxyPort: 3128,
  secrets: { kind: 'environment', variable: (name) => `SECRET_${name.toUpperCase().replaceAll('-', '_')}` },
  trustedCa: '/etc/ssl/certs/ca-certificates.crt',
  certificates: { 'corp-ca': { environment: 'CORP_CA' } },
};
const everything = policyOf([claude, bedrock, anything, orders, mirror, oddPorts], {
  limits: { requestsPerMinute: 600, requestBytes: 33_554_432, connections: 1000 },
});
const render = (input: PolicyInput, more: Partial<BootstrapProps> = {}) =>
  renderBootstrap(EgressPolicy.parse(input), { ...props, ...more });
// Envoy parses the certificate when it validates; any will do
let environment: Readonly<Record<string, string>>;
const leaves = mkdtempSync(join(tmpdir(), 'airlock-leaves-'));
afterAll(() => rmSync(leaves, { recursive: true }));
beforeAll(async () => {
  const boundary = await CertificateAuthority.create({ name: 'boundary' });
  const leaf = await boundary.issue({ hosts: ['api.github.com'] });
  for (const name of ['github', 'uploads']) writeFileSync(join(leaves, leafFile(name)), leafDocument(name, leaf));
  environment = {
    SECRET_ANTHROPIC_API_KEY: 'k',
    SECRET_BEDROCK_KEY: 'k',
    SECRET_GITHUB_TOKEN: 'k',
    SECRET_UPLOAD_KEY: 'k',
    CORP_CA: rootCertificates[0] ?? '',
    CA: boundary.certificate,
    LEAF: leaf.certificate,
    LEAF_KEY: leaf.key,
  };
});

const client = { type: 'oauth2-client', clientId: 'me', secret: 'bedrock-key' } as const;

describe('the real Envoy accepts', () => {
  const inFiles: Interception = { ca: { environment: 'CA' }, certificates: { kind: 'files', directory: leaves } };
  const inVariables: Interception = {
    ca: { environment: 'CA' },
    certificates: { kind: 'environment', variables: () => ({ certificate: 'LEAF', key: 'LEAF_KEY' }) },
  };
  const intercepted = policyOf([github, claude, mirror], { limits: { requestsPerMinute: 600, requestBytes: 1000 } });
  const sharing = { one: { destinations: ['github', 'claude'] }, two: { destinations: ['mirror'] } };
  const transparentSockets = { transparentSocket: '/run/t', transparentHttpSocket: '/run/h' };
  const sockets = { gatewaySocket: '/run/g', proxySocket: '/run/p', ...transparentSockets };
  const apart = ['10.0.0.0/24', '10.0.1.0/24'].map((block, index) => ({ agent: ['one', 'two'][index] ?? '', sources: [block] }));
  const manyHosts = Array.from({ length: 10_000 }, (_, index) => `host-${index}.example.org`);
  const agents = { one: { destinations: ['claude', 'mirror'] }, two: { destinations: ['orders'] } };
  const rows: [string, PolicyInput, Partial<BootstrapProps>][] = [
    ['one gateway', policyOf([claude]), {}],
    ['one tunnel', policyOf([mirror]), {}],
    [
      'tokens from a host',
      policyOf([{ ...anything, credential: { ...client, tokenUrl: 'https://login.example.org:8443/t' } }]),
      {},
    ],
    ['tokens from an address', policyOf([{ ...anything, credential: { ...client, tokenUrl: 'https://[fd00::7]/t' } }]), {}],
    ['everything', everything, {}],
    ['intercepts, with certificates in files', policyOf([github, uploads, mirror]), { interception: inFiles }],
    ['intercepts, with certificates in variables', policyOf([github, uploads, mirror]), { interception: inVariables }],
    [
      'an intercept in report mode',
      { ...intercepted, enforcement: { report: { until: '2999-01-01' } } },
      { interception: inFiles },
    ],
    [
      'an intercept beside others, for one of two agents',
      { ...intercepted, agents: sharing },
      { interception: inFiles, agents: apart },
    ],
    ['every way in', everything, { transparentPort: 1, transparentHttpPort: 2, ...sockets }],
    ['report mode', { ...everything, enforcement: { report: { until: '2999-01-01' } } }, {}],
    ['10,000 tunnelled hosts', policyOf([{ name: 'many', hosts: manyHosts, access: 'tunnel' }]), {}],
    ['an address as host', policyOf([{ ...orders, host: '10.20.0.7' }]), {}],
    ['an IPv6 address as host', policyOf([{ ...orders, host: 'fd00::7', upstream: { addresses: ['fd00::/64'] } }]), {}],
    [
      'a tunnel to permitted addresses',
      policyOf([{ ...mirror, hosts: ['x.corp.example'], upstream: { addresses: ['10.0.0.0/8'] } }]),
      {},
    ],
    ['fixed addresses', everything, { resolve: [{ host: 'A.mirror.example.org', port: 443, address: '::1', addressPort: 1 }] }],
    ['the parts of a load-balanced proxy', everything, { proxyProtocol: true, healthPort: 9902, publicHost: 'door.example' }],
    [
      'several agents',
      { ...everything, agents },
      {
        agents: [
          { agent: 'one', sources: ['10.0.0.0/24', 'fd00::/64'] },
          { agent: 'two', sources: ['10.0.1.0/24'] },
        ],
      },
    ],
    [
      'endpoint ids',
      policyOf([claude]),
      { proxyProtocol: true, agents: [{ agent: 'default', endpointIds: ['vpce-1', 'vpce-2'] }] },
    ],
  ];
  test.each(rows)('%s', async (_, input, more) => {
    await validate(render(input, more), environment);
  });

  test('the same configuration as compact YAML, which says the same', async () => {
    const config = render(everything);
    const yaml = compactYaml(config);
    expect(parse(yaml, { maxAliasCount: -1 })).toEqual(config);
    expect(yaml.length).toBeLessThan(0.4 * JSON.stringify(config).length);
    await validate(yaml, environment);
  });
});

describe('a bootstrap', () => {
  test('is equal, byte for byte, for equal policies', () => {
    const reversed = Object.fromEntries(Object.entries(everything).reverse()) as PolicyInput;
    expect(JSON.stringify(render(reversed))).toBe(JSON.stringify(render(everything)));
  });

  test('has no admin interface unless asked for, and then on a private Unix socket', () => {
    expect(render(everything)).not.toHaveProperty('admin');
    expect(render(everything, { adminSocket: '/run/a.sock' })).toMatchObject({
      admin: { address: { pipe: { path: '/run/a.sock', mode: 0o600 } } },
    });
  });

  test('lets a refused connection linger for less than the second in which a closed tunnel must be seen', () => {
    const lingering = JSON.stringify(render(everything)).match(/"delayed_close_timeout":"([\d.]+)s"/g);
    expect(new Set(lingering)).toEqual(new Set(['"delayed_close_timeout":"0.2s"', '"delayed_close_timeout":"0s"']));
  });

  test('lets no connection stay verified by authorities of more than ten minutes ago', () => {
    const lives = JSON.stringify(render(everything)).match(/"max_connection_duration":"(\d+)s"/g);
    expect(new Set(lives)).toEqual(new Set(['"max_connection_duration":"600s"']));
  });

  test('gives agents without a limit of connections a share each, if there are several', () => {
    const agents = { one: { destinations: ['claude'] }, two: { destinations: ['mirror'], limits: { connections: 7 } } };
    const both = {
      agents: [
        { agent: 'one', sources: ['10.0.0.0/24'] },
        { agent: 'two', sources: ['10.0.1.0/24'] },
      ],
    };
    const limits = (input: PolicyInput, more = {}) => JSON.stringify(render(input, more)).match(/"max_connections":\d+,"stat/g);
    expect(limits(policyOf([claude, mirror], { agents }), both)).toEqual([
      '"max_connections":25000,"stat',
      '"max_connections":7,"stat',
    ]);
    expect(limits(policyOf([claude]))).toBeNull();
  });

  test('serves a connection’s requests in turn with others', () => {
    expect(JSON.stringify(render(everything))).toContain('"http.max_requests_per_io_cycle":1');
  });

  test('ends report mode at the start of its day, in UTC', () => {
    const reporting = JSON.stringify(render({ ...everything, enforcement: { report: { until: '2999-01-31' } } }));
    expect(reporting).toContain('2999-01-31T00:00:00Z');
    expect(JSON.stringify(render({ ...everything, enforcement: { report: { until: '2026-11-01' } } }))).not.toContain(
      'timestamp',
    );
  });

  test('names its secrets and holds none', () => {
    expect(JSON.stringify(render(everything))).toContain('SECRET_ANTHROPIC_API_KEY');
    const files = JSON.stringify(render(everything, { secrets: { kind: 'files', directory: '/run/secrets' } }));
    expect(files).toContain('/run/secrets/anthropic-api-key.json');
    expect(files).not.toMatch(/"inline_(string|bytes)":"[^"%]*key/);
  });
});

describe('nothing is left out silently: rendering refuses', () => {
  const sigv4 = { type: 'aws-sigv4', service: 'bedrock', region: 'eu-west-1' } as const;
  const apartBySource = { agents: [{ agent: 'default', sources: ['10.0.0.0/24'] }] };
  const rows: [string, PolicyInput, Partial<BootstrapProps>, string][] = [
    ['intercept without certificates', policyOf([github]), {}, "destination 'github': access 'intercept' needs certificates"],
    [
      'an access token that nobody keeps fresh',
      policyOf([{ ...anything, credential: { type: 'google-access-token' } }]),
      {},
      "destination 'anything': google-access-token needs secrets in files that are kept fresh, got environment",
    ],
    [
      'a signing credential without keys',
      policyOf([{ ...bedrock, credential: sigv4 }]),
      {},
      "destination 'bedrock': awsCredentials must say where AWS credentials come from, got none",
    ],
    [
      'a CA that nobody gave',
      policyOf([orders]),
      { certificates: {} },
      "destination 'orders': no certificate was given for upstream.ca 'corp-ca'",
    ],
    [
      'several agents that nothing tells apart',
      { ...policyOf([claude]), agents: { a: { destinations: ['claude'] }, b: { destinations: ['claude'] } } },
      {},
      'several agents',
    ],
    ['an agent that the policy does not have', policyOf([claude]), { agents: [{ agent: 'nobody' }] }, "got 'nobody'"],
    [
      'an empty list of endpoints',
      policyOf([claude]),
      { proxyProtocol: true, agents: [{ agent: 'default', endpointIds: [] }] },
      'at least one endpoint',
    ],
    [
      'endpoints without PROXY protocol',
      policyOf([claude]),
      { agents: [{ agent: 'default', endpointIds: ['vpce-1'] }] },
      'proxyProtocol',
    ],
    ['agents whose sources are not given', policyOf([claude]), { agents: [] }, 'at least one agent'],
    ['an empty list of sources', policyOf([claude]), { agents: [{ agent: 'default', sources: [] }] }, 'at least one block'],
    ['one port for both', policyOf([claude]), { proxyPort: 8080 }, 'must differ'],
    ['a transparent port that is another one', policyOf([claude]), { transparentPort: 3128 }, 'must differ'],
    [
      'a transparent port for agents apart',
      policyOf([claude]),
      { ...apartBySource, transparentPort: 1 },
      'needs one agent, from anywhere, or proxyProtocol',
    ],
    [
      'a socket for agents apart',
      policyOf([claude]),
      { ...apartBySource, proxySocket: '/run/p' },
      'need one agent, from anywhere',
    ],
    ['a socket behind a load balancer', policyOf([claude]), { proxyProtocol: true, gatewaySocket: '/run/g' }, 'no proxyProtocol'],
    [
      'a transparent socket behind one',
      policyOf([claude]),
      { proxyProtocol: true, transparentSocket: '/run/t' },
      'no proxyProtocol',
    ],
    [
      'a transparent socket for agents apart',
      policyOf([claude]),
      { ...apartBySource, transparentHttpSocket: '/run/t', transparentHttpPort: 1 },
      'need one agent, from anywhere',
    ],
    [
      'a socket that leads to no port',
      policyOf([claude]),
      { transparentHttpSocket: '/run/t' },
      'transparentHttpSocket needs transparentHttpPort',
    ],
  ];
  test.each(rows)('%s', (_, input, more, message) => {
    expect(() => render(input, more)).toThrow(message);
  });
});
