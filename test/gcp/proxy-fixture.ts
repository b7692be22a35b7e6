import type { TerraformStack } from 'cdktf';
import { parse } from 'yaml';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { Door } from '../../lib/gcp/door';
import { EgressProxy, type EgressProxyProps } from '../../lib/gcp/egress-proxy';
import { type Arguments, egressIn, image, policy, sealedIn, theOne } from './fixture';

/** Proxies that nobody is let in to yet. */
export function proxyIn(stack: TerraformStack, props: Partial<EgressProxyProps> = {}): EgressProxy {
  const audit = props.audit ?? new AuditTrail(stack, 'ProxyAudit');
  const network = props.network ?? egressIn(stack, { audit });
  return new EgressProxy(stack, 'Proxy', { policy, image: image('envoy'), ...props, audit, network });
}

/** Proxies, and the door of a sealed network that leads to them. */
export function doorIn(stack: TerraformStack, props: Partial<EgressProxyProps> = {}): Door {
  const proxy = proxyIn(stack, props);
  return new Door(stack, 'Door', { network: sealedIn(stack, { policy: props.policy ?? policy }), proxy });
}

/** What the user data of the proxies' hosts writes, by path. */
export function hostFilesOf(stack: TerraformStack): ReadonlyMap<string, string> {
  const { metadata } = theOne(stack, 'compute_region_instance_template');
  const files: Arguments[] = parse(metadata['user-data']).write_files;
  return new Map(
    files.map(({ path, content, encoding }) => [path, encoding ? Buffer.from(content, 'base64').toString() : content]),
  );
}

/** A file of the proxies' hosts. */
export function hostFile(stack: TerraformStack, path: string): string {
  const text = hostFilesOf(stack).get(path);
  if (text === undefined) throw new Error(`expected a file ${path}`);
  return text;
}

/** Envoy's configuration on the proxies' hosts. */
export const bootstrapOf = (stack: TerraformStack): Arguments =>
  parse(hostFile(stack, '/etc/airlock/envoy.yaml'), { maxAliasCount: -1 });
