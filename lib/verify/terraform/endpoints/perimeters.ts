import type { Confinement } from '../../model/service-endpoint';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import { type Fields, Text, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks, openBlocks } from '../evaluate/blocks';
import { projectNumbered, providersOwn } from '../evaluate/project-number';
import { projectOf } from '../firewalls/hierarchy';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';

const perimeterType = 'google_access_context_manager_service_perimeter';

/** Types that add to a perimeter what its own block doesn't show. */
const additions = /^google_access_context_manager_service_perimeter(s|_(resource|egress_policy|ingress_policy))$/;

const hasAdditions = oncePerIndex((index) => [...index.world.resources.values()].some(({ type }) => additions.test(type)));

/**
 * What VPC Service Controls make of restricted.googleapis.com for a network. Confined only if one perimeter holds the network's project and
 * nothing but projects of the inputs, lets nothing out by a policy, and offers its hosts nothing but the services that it restricts.
 */
export function perimeterConfinement(index: ResourceIndex, network: string, place: Place): Confinement {
  const perimeters = index.ofType(perimeterType).filter((each) => isEnforced(index, each));
  const isOpen = hasAdditions(index);
  if (perimeters.length === 0 && !isOpen)
    return { verdict: 'open', reasons: [hop(place, 'is in no service perimeter, so that APIs of other projects answer')] };
  const project = networkProject(index, network);
  const around = project ? perimeters.filter((each) => mayHold(index, each, project)) : perimeters;
  const [only] = around;
  if (!project || !only || around.length > 1 || isOpen)
    return unknown(place, `whether a service perimeter holds the project of ${network} isn't known`);
  const gap = gapOf(index, only, project);
  return gap === undefined ? { verdict: 'confined', reasons: [] } : unknown(only.place, gap);
}

const unknown = (place: Place, reason: string): Confinement => ({
  verdict: 'unknown',
  reasons: [hop(place, reason)],
  doubt: { reason, place },
});

function networkProject(index: ResourceIndex, network: string): string | undefined {
  const resource = index.get(network);
  return resource && projectKey(index, index.property(resource, 'project'));
}

/** The project that a value names: the id of a resource, or a text that stands for it. */
function projectKey(index: ResourceIndex, value: Value | undefined): string | undefined {
  return projectOf(index, value)?.id ?? index.keyOf(value)?.replace(/^projects\//, '');
}

/** The project that an entry of a perimeter, `projects/NUMBER`, is about. */
function heldProject(index: ResourceIndex, value: Value): string | undefined {
  const made = projectOf(index, value);
  if (made) return made.id;
  const number = value instanceof Text ? value.parts.find((part) => part instanceof Unresolved) : value;
  const project = number instanceof Unresolved ? projectNumbered(number) : undefined;
  return project === providersOwn
    ? projectKey(index, index.get('provider.google')?.properties.project)
    : project && projectKey(index, project);
}

const status = (index: ResourceIndex, { properties }: Resource): Fields => blocks(index.follow(properties.status))[0] ?? {};

/** Whether a perimeter may enforce anything; one that has a `spec` alone is in dry run: it records what it would deny. */
const isEnforced = (index: ResourceIndex, { properties }: Resource): boolean => {
  const value = index.follow(properties.status);
  return blocks(value).length > 0 || openBlocks(value) !== undefined;
};

/** Whether a perimeter names a project, or something that isn't known. */
const mayHold = (index: ResourceIndex, perimeter: Resource, project: string): boolean =>
  index.elements(status(index, perimeter).resources).some((value) => {
    const found = heldProject(index, value);
    return found === undefined || found === project;
  });

/** Why a perimeter doesn't keep its projects' hosts to it, if so: "Service perimeter configuration". */
function gapOf(index: ResourceIndex, perimeter: Resource, project: string): string | undefined {
  const {
    resources,
    egress_policies: egress,
    ingress_policies: ingress,
    restricted_services: services,
    vpc_accessible_services: accessible,
  } = status(index, perimeter);
  const [limit = {}] = blocks(index.follow(accessible));
  const bounded = truth(index, limit.enable_restriction, ['true'], false) === true;
  if (perimeter.doubt) return `whether ${perimeter.id} is made isn't known`;
  if (truth(index, perimeter.properties.perimeter_type, ['perimeter_type_regular'], true) !== true)
    return 'the perimeter is a bridge';
  if (index.elements(resources).some((value) => !projectOf(index, value) && heldProject(index, value) !== project))
    return 'the perimeter holds what the inputs do not make';
  if ([egress, ingress].some((value) => blocks(index.follow(value)).length > 0 || openBlocks(index.follow(value))))
    return 'the perimeter has policies that let something through';
  if (!bounded || !isLimited(index, limit.allowed_services, services))
    return 'hosts in the perimeter can use services that it does not restrict';
  return undefined;
}

function isLimited(index: ResourceIndex, allowed: Value | undefined, restricted: Value | undefined): boolean {
  const inside = new Set(index.elements(restricted).map((value) => index.keyOf(value)));
  return index
    .elements(allowed)
    .every((value) => value === 'RESTRICTED-SERVICES' || (typeof value === 'string' && inside.has(value)));
}
