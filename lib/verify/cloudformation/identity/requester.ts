import type { Hop } from '../../world/hop';
import { hop } from '../../world/hop';
import type { Value } from '../../world/value';
import { Reference } from '../../world/value';
import type { Resource } from '../../world/world';
import { actionGlyphs } from '../policy-language/action';
import { allows, type Permission, type PolicySet } from '../policy-language/allows';
import type { Ask } from '../policy-language/ask';
import type { Fact, Facts } from '../policy-language/fact';
import { anything, charGlyphs, type Glyphs, nameGlyph } from '../policy-language/glyph';
import { printedGlyphs } from '../policy-language/print-glyphs';
import { requesterFacts } from '../policy-language/requester-facts';
import { arnOf } from '../policy-language/resource-arn';
import type { Statement } from '../policy-language/statement';
import type { ResourceIndex } from '../resource-index';
import { about } from './other-resource';
import { resourcePolicy } from './resource-policies';
import { rolePolicies } from './role-policies';
import { servicePolicies } from './service-policies';
import type { SessionFacts } from './session-facts';

/** A role of the inputs that asks for things. */
export interface RoleRequester {
  readonly index: ResourceIndex;
  readonly role: Resource;
  readonly policies: PolicySet;
  readonly facts: Facts;
}

/** A role as its own requester; `session` is what is known of requests because of who has its credentials. */
export function roleRequester(index: ResourceIndex, role: Resource, session: SessionFacts = []): RoleRequester {
  const arn = arnOf(role) ?? [];
  const { statements, boundary } = rolePolicies(index, role);
  const policies = { requester: { kind: 'role', name: arn } as const, identity: statements, ...(boundary && { boundary }) };
  return { index, role, policies, facts: requesterFacts(arn, 'role', session) };
}

/** Services whose actions are on resources of others too: Service Authorization Reference. */
const servicesOf: Readonly<Record<string, readonly string[]>> = {
  'ec2-instance-connect': ['ec2'],
  ssm: ['ssm', 'ec2', 'ecs'],
  sts: ['iam'],
};

/** Everything that an action can be done to: resources of its service, or `*` where it names none. */
function objectsOf(action: string): Glyphs[] {
  const [prefix = ''] = action.split(':');
  const services = servicesOf[prefix] ?? [prefix];
  return [charGlyphs('*'), ...services.map(arnsOf)];
}

const partition = nameGlyph(new Reference('AWS::Partition'));

const arnsOf = (service: string): Glyphs => [...charGlyphs('arn:'), partition, ...charGlyphs(`:${service}:`), ...anything];

const objectsOfAll = (actions: readonly string[]): Glyphs[] => [
  ...new Map(actions.flatMap(objectsOf).map((glyphs) => [printedGlyphs(glyphs), glyphs])).values(),
];

/** Whether the role may do some of the actions on anything at all, by its own policies. */
export const mayAnywhere = (
  by: RoleRequester,
  actions: readonly string[],
  more: readonly (readonly [string, Fact])[] = [],
): Permission => allows(servicePolicies(by.policies, actions), asked(by, actions, objectsOfAll(actions), more));

/** Whether the role may do some of the actions on a resource of the inputs, with what that resource's policy says. */
export function mayOn(
  by: RoleRequester,
  actions: readonly string[],
  resource: Resource,
  patterns: readonly Glyphs[],
): Permission {
  const statements = resourcePolicy(by.index, resource);
  const required = resource.type.startsWith('AWS::KMS::');
  const own = servicePolicies(by.policies, actions);
  const identity = own.identity.flatMap((statement) => about(statement, patterns) ?? []);
  const policies = { ...own, identity, ...(statements && { resource: { statements, required } }) };
  return allows(policies, asked(by, actions, patterns));
}

/** Whether the role may do some of the actions on something other than the resources of the given ARNs. */
export function mayElsewhere(by: RoleRequester, actions: readonly string[], known: readonly Glyphs[]): Permission {
  const except: Statement = {
    effect: 'Deny',
    actions: { patterns: [anything], not: false },
    resources: { patterns: known, not: false },
    conditions: [],
    place: by.role.place,
    given: [],
  };
  const own = servicePolicies(by.policies, actions);
  const identity = known.length > 0 ? [...own.identity, except] : own.identity;
  return allows({ ...own, identity }, asked(by, actions, objectsOfAll(actions)));
}

export function asked(
  by: RoleRequester,
  actions: readonly string[],
  resources: readonly Glyphs[],
  more: readonly (readonly [string, Fact])[] = [],
): Ask {
  return { actions: actions.map((action) => actionGlyphs(action)), resources, facts: new Map([...by.facts, ...more]) };
}

/** The statements that grant, as steps of a path. */
export const pathOf = ({ witnesses }: Permission): Hop[] =>
  witnesses.map(({ place, why, given }) => hop(place, given.length > 0 ? `${why}, with ${given.join(', ')}` : why));

/** The ARN of a resource as a value that policies can be asked about. */
export const arnValue = ({ id }: Resource): Value => new Reference(id, 'Arn');
