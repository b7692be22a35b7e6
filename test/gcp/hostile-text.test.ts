// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import type { TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { CloudRunAgent, type CloudRunAgentProps } from '../../lib/gcp/cloud-run-agent';
import type { INetwork, ISubnetwork } from '../../lib/gcp/network-ref';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { SharedProxy } from '../../lib/gcp/shared-proxy';
import { stringsIn } from '../../lib/gcp/template-properties';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { airlockIn } from './agent-fixture';
import { configurationOf, digest, egressIn, image, sealedIn, stackOf } from './fixture';
import { hostsIn } from './host/host-stage';

const hostile = '${file("/etc/passwd")}%{ for x in y }';

type Made = (stack: TerraformStack) => unknown;

/** Every text that Terraform reads, and what Base64 in it says. */
function textsOf(make: Made): string[] {
  const stack = stackOf();
  make(stack);
  // Terraform passes over comments
  const read = JSON.parse(JSON.stringify(configurationOf(stack), (key, value) => (key === '//' ? undefined : value)));
  const written = stringsIn(read);
  const encoded = written.flatMap((text) => text.match(/[\w+/]{24,}={0,2}/g) ?? []);
  return [...written, ...encoded.map((text) => Buffer.from(text, 'base64').toString())];
}

const evaluates = (text: string): boolean => /\$\{file|%\{ for/.test(text.replaceAll(/\$\$\{|%%\{/g, ''));

const network: INetwork = { id: 'n', name: 'n', selfLink: 'n' };
const subnetwork: ISubnetwork = { id: 's', name: 's', ipCidrRange: '10.9.0.0/24' };
const sealed = { network, door: subnetwork, agents: { default: subnetwork }, address: '10.9.0.2' };
const egress = { network, proxies: subnetwork, tools: subnetwork, doorNat: subnetwork };

const agent = (stack: TerraformStack, props: Partial<CloudRunAgentProps> = {}) =>
  new CloudRunAgent(stack, 'Agent', { airlock: airlockIn(stack), image: image('claude'), ...props });

describe('a text that Terraform would evaluate comes out as it went in', () => {
  test.each([
    ['an existing network', (stack) => sealedIn(stack, { existing: { ...sealed, network: { ...network, name: hostile } } })],
    [
      'the id of an existing one',
      (stack) => sealedIn(stack, { existing: { ...sealed, seal: true, network: { ...network, id: hostile } } }),
    ],
    [
      "an existing network of the proxies'",
      (stack) => egressIn(stack, { existing: { ...egress, network: { ...network, name: hostile } } }),
    ],
    [
      'the network of a shared proxy',
      (stack) => shared(stack).admit({ network: { ...network, selfLink: hostile }, sources: [], host: '' }),
    ],
    ['a word of a command', (stack) => agent(stack, { command: ['echo', hostile] })],
    ['a variable', (stack) => agent(stack, { environment: { TEXT: hostile } })],
    ['the name of a variable', (stack) => agent(stack, { environment: { [hostile]: 'text' } })],
    ['who may run an agent', (stack) => agent(stack).grantRun(`user:${hostile}`)],
    ['a machine type', (stack) => hostsIn(stack, { size: { machineType: hostile, memoryMiB: 2048 } })],
  ] satisfies [string, Made][])('%s', (_, make) => {
    const texts = textsOf(make);
    expect(texts.filter(evaluates)).toEqual([]);
    expect(texts.filter((text) => text.includes('${file('))).not.toEqual([]);
  });
});

const shared = (stack: TerraformStack, attachment = 'projects/p/regions/r/serviceAttachments/a') =>
  new SharedProxy(stack, 'Proxy', { attachment });

describe('or is refused, where nothing is called so', () => {
  test.each([
    ['an address', (stack) => sealedIn(stack, { existing: { ...sealed, address: hostile } })],
    ['a block', (stack) => sealedIn(stack, { cidr: hostile })],
    ["a block of the proxies'", (stack) => egressIn(stack, { cidr: hostile })],
    ['an attachment', (stack) => shared(stack, hostile)],
    ['an image', () => PinnedImage.of(`${hostile}@${digest}`)],
    ['the name of an image', (stack) => PinnedImage.fromVariable(stack, hostile)],
    ['an agent', (stack) => agent(stack, { agent: hostile })],
    ['a machine type', (stack) => hostsIn(stack, { size: { machineType: hostile } })],
    [
      'a host of a policy',
      () => EgressPolicy.parse({ version: 1, destinations: [{ name: 'a', hosts: [hostile], access: 'tunnel' }] }),
    ],
    [
      'a name of a policy',
      () => EgressPolicy.parse({ version: 1, destinations: [{ name: hostile, hosts: ['a.example'], access: 'tunnel' }] }),
    ],
  ] satisfies [string, Made][])('%s', (_, make) => {
    expect(() => textsOf(make)).toThrow();
  });
});

test('a text that is evaluated would be found', () => {
  expect([hostile, `$$${hostile}`, 'a %{ for x in y }', '$${file("x")} ${file("y")}'].map(evaluates)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['$${file("x")}%%{ for', '$${x} ${var.y}'].map(evaluates)).toEqual([false, false]);
});
