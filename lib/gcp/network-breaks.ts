import { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { breaksOf } from './network-rules';
import { stackOf } from './placement';
import { type Properties, stringsIn, templateProperties } from './template-properties';

/**
 * One message for each resource of the stack that takes a lock of a sealed network away. The proof judges whether packets get out, and they
 * don't while another lock holds: a route alone leads nowhere behind a firewall that denies everything. For use while the app is validated.
 *
 * @param owners - the network, and its door
 */
export function networkBreaks(network: IConstruct, owners: readonly IConstruct[]): string[] {
  const resources = stackOf(network).node.findAll().filter(TerraformResource.isTerraformResource);
  const isOwn = ({ node }: IConstruct) => node.scopes.some((scope) => owners.includes(scope));
  const parts = new Set(resources.filter(isOwn).map(addressOf));
  return resources.flatMap((resource) => {
    const properties = templateProperties(resource);
    if (!isOwn(resource) && !mentions(properties, parts)) return [];
    const suspect = { type: resource.terraformResourceType, properties, isOwn: isOwn(resource) };
    return breaksOf(suspect).map((what) => `${resource.node.path} ${what}`);
  });
}

const addressOf = (resource: TerraformResource): string => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;

// what only waits for a part has nothing to do with it
const mentions = ({ depends_on: _, ...properties }: Properties, parts: ReadonlySet<string>): boolean =>
  stringsIn(properties).some((text) => (text.match(/\bgoogle_\w+\.[\w-]+/g) ?? []).some((address) => parts.has(address)));
