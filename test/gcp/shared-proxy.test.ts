// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { TerraformVariable } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { SharedProxy, type SharedProxyAttributes } from '../../lib/gcp/shared-proxy';
import { configurationOf, resolved, stackOf } from './fixture';

const attachment = 'projects/acme/regions/europe-west1/serviceAttachments/airlock';
const proxyIn = (stack = stackOf(), props: Partial<SharedProxyAttributes> = {}) =>
  new SharedProxy(stack, 'Proxy', { attachment, ...props });

test('a proxy of another project listens where proxies do, unless it is said', () => {
  expect(proxyIn()).toMatchObject({ attachment, gatewayPort: 8080, proxyPort: 3128, transparent: false });
  expect(proxyIn(stackOf(), { gatewayPort: 81, proxyPort: 82, transparent: true })).toMatchObject({
    ...{ gatewayPort: 81, proxyPort: 82, transparent: true },
  });
});

test.each([
  attachment,
  `https://www.googleapis.com/compute/v1/${attachment}`,
  'projects/acme.example:agents/regions/us-east1/serviceAttachments/a-1',
])('it is reached by its attachment, %s', (name) => {
  expect(proxyIn(stackOf(), { attachment: name }).attachment).toBe(name);
});

test('or by a token for it', () => {
  const stack = stackOf();
  const { stringValue } = new TerraformVariable(stack, 'attachment', { type: 'string' });
  expect(resolved(stack, proxyIn(stack, { attachment: stringValue }).attachment)).toBe('${var.attachment}');
});

describe('what is no attachment is refused', () => {
  test.each([
    '',
    'airlock',
    'projects/acme/zones/europe-west1-b/serviceAttachments/airlock',
    'projects/acme/regions/europe-west1/forwardingRules/airlock',
    `${attachment}/`,
    `${attachment}\n`,
    `x${attachment}`,
    'com.amazonaws.vpce.eu-west-1.vpce-svc-1',
    'projects/${file("/etc/passwd")}/regions/europe-west1/serviceAttachments/airlock',
    '${Token[TOKEN.4]}',
  ])('%j', (name) => {
    expect(() => proxyIn(stackOf(), { attachment: name })).toThrow(
      `attachment must be 'projects/PROJECT/regions/REGION/serviceAttachments/NAME', got '${name}'`,
    );
  });
});

describe("what the proxy's owner must admit is printed", () => {
  const sources = [{ agent: 'writer', sources: ['10.64.1.0/24'] }, { agent: 'reader' }];

  test('for each door', () => {
    const stack = stackOf();
    const network = new ComputeNetwork(stack, 'Network', { name: 'sealed' });
    const proxy = proxyIn(stack);
    for (const host of ['10.64.0.2', '10.66.0.2']) proxy.admit({ network, sources, host });
    expect(Object.keys(configurationOf(stack).output)).toHaveLength(2);
  });

  test('the network, and each agent with its addresses', () => {
    const stack = stackOf();
    const network = new ComputeNetwork(stack, 'Network', { name: 'sealed' });
    proxyIn(stack).admit({ network, sources, host: '10.64.0.2' });
    expect(Object.values(configurationOf(stack).output)).toEqual([
      expect.objectContaining({
        value: '${google_compute_network.Network.self_link}; writer 10.64.1.0/24; reader any',
      }),
    ]);
  });

  test('as it is called, whatever it is called', () => {
    const stack = stackOf();
    const network = { id: 'n', name: 'n', selfLink: '${file("/etc/passwd")}' };
    proxyIn(stack).admit({ network, sources, host: '10.64.0.2' });
    expect(JSON.stringify(configurationOf(stack).output)).toContain('$${file(');
  });
});
