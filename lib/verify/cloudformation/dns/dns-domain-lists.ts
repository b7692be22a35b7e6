import type { Answer } from '../../model/resolver';
import type { Doubt } from '../../world/doubt';
import { AnyOf, Reference, Text, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** Names that a domain list holds. */
export interface DomainNames {
  readonly names: Answer['names'];
  readonly doubt?: Doubt;
}

/** The names of the list that a rule asks; any, in doubt, for a list that the inputs don't make or that is read from a file. */
export function domainNames(index: ResourceIndex, list: Value | undefined): readonly DomainNames[] {
  const found = index.resourceOf(list, 'AWS::Route53Resolver::FirewallDomainList');
  if (!found || found.properties.DomainFileUrl !== undefined) return [unknownNames(found?.id ?? index.keyOf(list) ?? '')];
  const names = index.elements(found.properties.Domains).map((value) => listed(index, value));
  return found.doubt ? names.map((each) => ({ ...each, doubt: found.doubt })) : names;
}

const unknownNames = (list: string): DomainNames => ({
  names: 'any',
  doubt: { reason: `the names of the domain list '${list}' aren't in the inputs` },
});

function listed(index: ResourceIndex, property: Value): DomainNames {
  const value = index.follow(property);
  if (typeof value === 'string') return { names: named(value) };
  if (value instanceof AnyOf) return parameter(value);
  const name = index.keyOf(value) ?? '';
  // what AWS names, such as a load balancer, has no wildcard in it
  if (value instanceof Reference || (value instanceof Text && value.parts.every(isClear)))
    return { names: name.includes('*') ? { wildcard: name } : { exact: name } };
  return { names: 'any', doubt: { reason: `the name ${name} isn't known` } };
}

const isClear = (part: Text['parts'][number]): boolean => typeof part === 'string' || part instanceof Reference;

/** Of a parameter some value may be a wildcard. */
function parameter(choice: AnyOf): DomainNames {
  const answer = choice.admits('*');
  const below = choice.admits('*.example.com');
  if (answer === true) return { names: 'any' };
  if (below === true) return { names: { wildcard: '*.example.com' } };
  if (answer === false && below === false) return { names: { exact: choice.name } };
  return { names: 'any', doubt: { reason: `the parameter '${choice.name}' isn't known` } };
}

/** "Domain lists": `*` alone is every name, and at the beginning every name below. */
function named(text: string): Answer['names'] {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  if (name === '*') return 'any';
  return name.includes('*') ? { wildcard: name } : { exact: name };
}
