import { type TerraformStack, TerraformVariable } from 'cdktf';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { CloudRunAgent, type CloudRunAgentProps } from '../../lib/gcp/cloud-run-agent';
import { ComputeAgent, type ComputeAgentProps } from '../../lib/gcp/compute-agent';
import type { INetwork, ISubnetwork } from '../../lib/gcp/network-ref';
import { type ImageRepository, PinnedImage } from '../../lib/gcp/pinned-image';
import { SharedProxy } from '../../lib/gcp/shared-proxy';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { airlockIn } from './agent-fixture';
import { digest, egressIn, image, sealedIn } from './fixture';
import { hostsIn } from './host/host-stage';
import { proxyIn } from './proxy-fixture';
import { toolIn } from './tool-fixture';

/** Gives a text to a property of a construct. */
export type Give = (stack: TerraformStack, text: string) => unknown;

const network: INetwork = { id: 'n', name: 'n', selfLink: 'n' };
const subnetwork: ISubnetwork = { id: 's', name: 's', ipCidrRange: '10.9.0.0/24' };
const sealed = { network, door: subnetwork, agents: { default: subnetwork }, address: '10.9.0.2' };
const egress = { network, proxies: subnetwork, tools: subnetwork, doorNat: subnetwork };
const attachment = 'projects/p/regions/r/serviceAttachments/a';
const bootImage = 'projects/acme/global/images/agent-1';
const secret = (project: string) => ({ id: `projects/${project}/secrets/key` });
const token = (stack: TerraformStack) => new TerraformVariable(stack, 'given', { type: 'string' }).stringValue;
const repository = { location: 'europe-west1', project: 'acme', name: 'images' };
const imageFrom = (stack: TerraformStack, place: ImageRepository) => PinnedImage.of(token(stack), place);
const pinned = EgressPolicy.parse({
  version: 1,
  destinations: [
    { name: 'a', host: 'a.example.org', access: 'gateway', allow: [{ methods: ['GET'], path: '/' }], upstream: { ca: 'ca' } },
  ],
});

const job = (stack: TerraformStack, props: Partial<CloudRunAgentProps> = {}) =>
  new CloudRunAgent(stack, 'Agent', { airlock: airlockIn(stack), image: image('claude'), ...props });
const machine = (stack: TerraformStack, props: Partial<ComputeAgentProps>) =>
  new ComputeAgent(stack, 'Agent', { airlock: airlockIn(stack), image: image('claude'), bootImage, ...props });
const shared = (stack: TerraformStack, named = attachment) => new SharedProxy(stack, 'Proxy', { attachment: named });
const certified = (stack: TerraformStack, ca: string) => proxyIn(stack, { policy: pinned, certificates: { ca } });
const archived = (stack: TerraformStack, bucket: string) =>
  proxyIn(stack, { audit: new AuditTrail(stack, 'Audit', { archive: { days: 1, bucket } }) });

/** Properties that take any text, or much of it. */
export const freeProps: readonly (readonly [string, Give])[] = [
  ['an existing network', (stack, name) => sealedIn(stack, { existing: { ...sealed, network: { ...network, name } } })],
  ['the id of one', (stack, id) => sealedIn(stack, { existing: { ...sealed, seal: true, network: { ...network, id } } })],
  [
    "an existing network of the proxies'",
    (stack, name) => egressIn(stack, { existing: { ...egress, network: { ...network, name } } }),
  ],
  [
    'the network of a shared proxy',
    (stack, selfLink) => shared(stack).admit({ network: { ...network, selfLink }, sources: [], host: '' }),
  ],
  ['a word of a command', (stack, text) => job(stack, { command: ['echo', text] })],
  ['a variable', (stack, TEXT) => job(stack, { environment: { TEXT } })],
  ['the name of a variable', (stack, text) => job(stack, { environment: { [text]: 'text' } })],
  ['who may run an agent', (stack, text) => job(stack).grantRun(`user:${text}`)],
  ['a machine type', (stack, machineType) => hostsIn(stack, { size: { machineType, memoryMiB: 2048 } })],
  ["an agent's machine type", (stack, machineType) => machine(stack, { size: { machineType } })],
  [
    "an agent's boot image",
    (stack, text) => machine(stack, { bootImage: bootImage.replace('acme', text.replaceAll('$', '$$$$')) }),
  ],
  ["a word of a container's command", (stack, text) => machine(stack, { command: ['echo', text] })],
  ["a container's variable", (stack, TEXT) => machine(stack, { environment: { TEXT } })],
  ['a key of the log', (stack, key) => new AuditTrail(stack, 'Audit', { key })],
  ['a bucket of the archive', (stack, bucket) => archived(stack, bucket)],
  ['the repository of an image', (stack, name) => proxyIn(stack, { image: imageFrom(stack, { ...repository, name }) })],
  [
    "a host's boot image",
    (stack, text) => hostsIn(stack, { size: { bootImage: bootImage.replace('acme', text.replaceAll('$', '$$$$')) } }),
  ],
  ["the proxies' machine type", (stack, machineType) => proxyIn(stack, { size: { machineType, memoryMiB: 2048 } })],
  ["a tool's machine type", (stack, machineType) => toolIn(stack, { size: { machineType, memoryMiB: 2048 } })],
  [
    'a secret of which a part is a token',
    (stack, text) => proxyIn(stack, { secrets: { 'anthropic-api-key': secret(text + token(stack)) } }),
  ],
  [
    "a tool's certificate of which a part is a token",
    (stack, text) => toolIn(stack, { certificate: secret(text + token(stack)) }),
  ],
  ['a certificate', (stack, text) => certified(stack, `-----BEGIN CERTIFICATE-----\n${text}`)],
];

/** Properties that take texts of one shape alone. */
export const strictProps: readonly (readonly [string, Give])[] = [
  ['an address', (stack, address) => sealedIn(stack, { existing: { ...sealed, address } })],
  ['a block', (stack, cidr) => sealedIn(stack, { cidr })],
  ["a block of the proxies'", (stack, cidr) => egressIn(stack, { cidr })],
  ['an attachment', shared],
  ['a secret', (stack, text) => proxyIn(stack, { secrets: { 'anthropic-api-key': secret(text) } })],
  ['a certificate', certified],
  ['an image', (_, text) => PinnedImage.of(`${text}@${digest}`)],
  ['the name of an image', PinnedImage.fromVariable],
  ['an agent', (stack, agent) => job(stack, { agent })],
  ["an agent's zone", (stack, zone) => machine(stack, { zone })],
  ['a machine type', (stack, machineType) => hostsIn(stack, { size: { machineType } })],
  ["a tool's host", (stack, host) => toolIn(stack, { host })],
  ["a tool's address", (stack, address) => toolIn(stack, { address })],
  ['where a tool connects to', (stack, cidr) => toolIn(stack, { reaches: [{ cidr, port: 443 }] })],
  ["a tool's certificate", (stack, text) => toolIn(stack, { certificate: secret(text) })],
  ["the name of a tool's secret", (stack, text) => toolIn(stack, { secrets: { [text]: secret('acme') } })],
  [
    'a host of a policy',
    (_, text) => EgressPolicy.parse({ version: 1, destinations: [{ name: 'a', hosts: [text], access: 'tunnel' }] }),
  ],
  [
    'a name of a policy',
    (_, name) => EgressPolicy.parse({ version: 1, destinations: [{ name, hosts: ['a.example.org'], access: 'tunnel' }] }),
  ],
];
