// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { type TerraformStack, TerraformVariable } from 'cdktf';
import { describe, expect, test } from 'vitest';
import type { RetentionLock } from '../../lib/gcp/audit-archive';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { CloudRunAgent, type CloudRunAgentProps } from '../../lib/gcp/cloud-run-agent';
import { ComputeAgent, type ComputeAgentProps } from '../../lib/gcp/compute-agent';
import type { INetwork, ISubnetwork } from '../../lib/gcp/network-ref';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { SharedProxy } from '../../lib/gcp/shared-proxy';
import { stringsIn } from '../../lib/gcp/template-properties';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { airlockIn } from './agent-fixture';
import { configurationOf, digest, egressIn, image, sealedIn, stackOf } from './fixture';
import { hostsIn } from './host/host-stage';
import { proxyIn } from './proxy-fixture';

const hostile = '${file("/etc/passwd")}%{ for x in y }';

type Made = (stack: TerraformStack) => unknown;

/** Every text that Terraform reads of a stack. */
function textsOf(make: Made): string[] {
  const stack = stackOf();
  make(stack);
  // it passes over comments
  const read = JSON.parse(JSON.stringify(configurationOf(stack), (key, value) => (key === '//' ? undefined : value)));
  return stringsIn(read);
}

/** A text, and what Base64 in it says. */
const decoded = (text: string): string =>
  [text, ...(text.match(/[\w+/]{24,}={0,2}/g) ?? []).map((part) => Buffer.from(part, 'base64').toString())].join('\n');

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
    ["an agent's machine type", (stack) => machine(stack, { size: { machineType: hostile } })],
    ["an agent's zone", (stack) => machine(stack, { zone: hostile })],
    ["an agent's boot image", (stack) => machine(stack, { bootImage: bootImage.replace('acme', slashless) })],
    ["a word of a container's command", (stack) => machine(stack, { command: ['echo', hostile] })],
    ["a container's variable", (stack) => machine(stack, { environment: { TEXT: hostile } })],
    ['a key of the log', (stack) => new AuditTrail(stack, 'Audit', { key: hostile })],
    ['a bucket of the archive', (stack) => archived(stack, { days: 1, bucket: hostile })],
    ["the proxies' machine type", (stack) => proxyIn(stack, { size: { machineType: hostile, memoryMiB: 2048 } })],
    [
      'a secret whose project is a token',
      (stack) => proxyIn(stack, { secrets: { 'anthropic-api-key': secret(`${slashless}${token(stack)}`) } }),
    ],
    [
      'a certificate',
      (stack) => proxyIn(stack, { policy: pinned, certificates: { ca: `-----BEGIN CERTIFICATE-----\n${hostile}` } }),
    ],
  ] satisfies [string, Made][])('%s', (_, make) => {
    const texts = textsOf(make);
    expect(texts.filter(evaluates)).toEqual([]);
    expect(texts.filter((text) => decoded(text).includes('${file('))).not.toEqual([]);
  });
});

const slashless = '${file("passwd")}';
const bootImage = 'projects/acme/global/images/agent-1';
const machine = (stack: TerraformStack, props: Partial<ComputeAgentProps>) =>
  new ComputeAgent(stack, 'Agent', { airlock: airlockIn(stack), image: image('claude'), bootImage, ...props });

function archived(stack: TerraformStack, archive: RetentionLock) {
  const audit = new AuditTrail(stack, 'Audit', { archive });
  return proxyIn(stack, { audit });
}

const secret = (project: string) => ({ id: `projects/${project}/secrets/key` });
const token = (stack: TerraformStack) => new TerraformVariable(stack, 'given', { type: 'string' }).stringValue;
const pinned = EgressPolicy.parse({
  version: 1,
  destinations: [
    { name: 'a', host: 'a.example.org', access: 'gateway', allow: [{ methods: ['GET'], path: '/' }], upstream: { ca: 'ca' } },
  ],
});

const shared = (stack: TerraformStack, attachment = 'projects/p/regions/r/serviceAttachments/a') =>
  new SharedProxy(stack, 'Proxy', { attachment });

describe('or is refused, where nothing is called so', () => {
  test.each([
    ['an address', (stack) => sealedIn(stack, { existing: { ...sealed, address: hostile } })],
    ['a block', (stack) => sealedIn(stack, { cidr: hostile })],
    ["a block of the proxies'", (stack) => egressIn(stack, { cidr: hostile })],
    ['an attachment', (stack) => shared(stack, hostile)],
    ['a secret', (stack) => proxyIn(stack, { secrets: { 'anthropic-api-key': secret(slashless) } })],
    ['a certificate', (stack) => proxyIn(stack, { policy: pinned, certificates: { ca: hostile } })],
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
