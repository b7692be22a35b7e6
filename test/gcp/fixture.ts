import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { EgressNetwork, type EgressNetworkProps, type ExistingEgress } from '../../lib/gcp/egress-network';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { SealedNetwork, type SealedNetworkProps } from '../../lib/gcp/sealed-network';
import { policy } from '../policy/one-and-two-agents';

export { policy, twoAgents } from '../policy/one-and-two-agents';

export const digest = `sha256:${'a'.repeat(64)}`;

/** A stack in the project `acme`, in Belgium. */
export function stackOf(app = new App(), id = 'Test'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new GoogleProvider(stack, 'Google', { project: 'acme', region: 'europe-west1' });
  return stack;
}

/** An image of that name in the project's registry. */
export const image = (name: string): PinnedImage => PinnedImage.of(`europe-west1-docker.pkg.dev/acme/images/${name}@${digest}`);

/** A sealed network by itself. */
export function sealedIn(stack: Construct, props: Partial<SealedNetworkProps> = {}): SealedNetwork {
  return new SealedNetwork(stack, 'Sealed', { policy, ...props, audit: props.audit ?? new AuditTrail(stack, 'Audit') });
}

/** An egress network by itself. */
export function egressIn(stack: TerraformStack, props: Partial<EgressNetworkProps> = {}): EgressNetwork {
  return new EgressNetwork(stack, 'Egress', { ...props, audit: props.audit ?? new AuditTrail(stack, 'EgressAudit') });
}

const subnetwork = (name: string, ipCidrRange: string) => ({
  ...{ id: `projects/acme/regions/europe-west1/subnetworks/${name}`, name, ipCidrRange },
});
/** An egress network that exists. */
export const existingEgress: ExistingEgress = {
  network: { id: 'projects/acme/global/networks/old', name: 'old', selfLink: 'https://compute/old' },
  proxies: subnetwork('proxies', '10.1.0.0/24'),
  tools: subnetwork('tools', '10.1.1.0/24'),
  doorNat: subnetwork('door-nat', '10.1.2.0/24'),
};

/** What the validations of everything under `scope` say; far cheaper than synthesis. */
export const problemsOf = (scope: IConstruct): string[] => scope.node.findAll().flatMap(({ node }) => node.validate());

/** What Terraform reads, as JSON. */
export const configurationOf = (stack: TerraformStack): Arguments => JSON.parse(JSON.stringify(stack.toTerraform()));

/** A value as Terraform reads it. */
export const resolved = (scope: IConstruct, value: unknown): unknown =>
  Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) });

/** Arguments of the resources of a type, by local name; the type is without `google_`. */
export function resourcesOf(stack: TerraformStack, type: string): Record<string, Arguments> {
  const found: Record<string, Arguments> = configurationOf(stack).resource?.[`google_${type}`] ?? {};
  return Object.fromEntries(Object.entries(found).map(([name, { '//': _, ...rest }]) => [name, rest]));
}

/** Arguments of the one resource of a type. */
export function theOne(stack: TerraformStack, type: string): Arguments {
  const [first, ...others] = Object.values(resourcesOf(stack, type));
  if (!first || others.length > 0) throw new Error(`expected one ${type}, got ${others.length + (first ? 1 : 0)}`);
  return first;
}

// biome-ignore lint/suspicious/noExplicitAny: a configuration has whatever shape its provider gives it
export type Arguments = Record<string, any>;
