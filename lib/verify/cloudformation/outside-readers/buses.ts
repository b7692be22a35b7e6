import { grouped } from '../../indexing/grouped';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { defaultBus, namedBuses } from '../identity/default-bus';
import { namedAmong } from '../identity/named-things';
import { type Answer, allOf, not } from '../policy-language/answer';
import { ownArn } from '../policy-language/arn';
import { glyphsOf } from '../policy-language/glyph';
import { documentOf } from '../policy-language/json-text';
import { physicalNameOf } from '../policy-language/resource-arn';
import { oncePerIndex } from '../reading/once-per-index';
import { elementsAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { numberedId } from '../workloads/scheduled-task';
import { isMade } from './made-address';
import { type Outlet, outlets, outletsIf, type Thing } from './outlet';
import { handedTo, passedOn } from './passed-on';
import { readByPolicy } from './read-by-policy';
import { stated } from './stated';

/** Who outside gets the events of a bus: whoever may make rules at it, and what its rules lead to. */
export function busOutlets(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const path = resource.id === defaultBus ? [] : [...physicalNameOf(resource), ...glyphsOf('/')];
  const ofRules = ownArn('events', true, true, [...glyphsOf('rule/'), ...path, ...glyphsOf('*')]);
  const rules = rulesByBus(index).get(resource.id) ?? [];
  return [
    ...readByPolicy({ ...thing, contents: [ofRules] }, ['events:PutRule']),
    ...rules.flatMap(({ rule, bus }) => outletsIf(bus.answer, led(thing, rule, matches(index, patternOf(index, rule))))),
  ];
}

const rulesByBus = oncePerIndex((index) => {
  const own = { resources: index.world.resources };
  const led = index
    .ofType('AWS::Events::Rule')
    .flatMap((rule) => namedBuses(index, rule.properties.EventBusName, own).map((bus) => ({ rule, bus })));
  return grouped(led, ({ bus }) => bus.resource.id);
});

/** Who outside gets what a service of AWS tells of a thing, such as the names in it, on the default bus. */
export const announced = (thing: Thing, service: string): readonly Outlet[] =>
  (rulesByBus(thing.index).get(defaultBus) ?? []).flatMap(({ rule, bus }) => {
    const told = tells(thing, patternOf(thing.index, rule), service);
    return outletsIf(bus.answer, led(thing, rule, told));
  });

function led(thing: Thing, rule: Resource, matching: Answer): readonly Outlet[] {
  const { index } = thing;
  const { State, Targets } = rule.properties;
  const passes = allOf([not(stated(index, State, ['disabled'])), matching, rule.doubt ? 'maybe' : 'yes']);
  if (passes === 'no') return [];
  const targets = index.elements(Targets);
  const tasks = targets.filter(startsTask);
  return targets.flatMap((target, position) => {
    const place = within(rule.place, 'Properties', 'Targets', position);
    // the tasks that a rule starts are called as the rule
    if (startsTask(target)) return handedTo(thing, numberedId(rule.id, tasks.indexOf(target)), place, passes);
    return isFields(target) ? sent(thing, target, place, passes) : passedOn(thing, target, place, allOf([passes, 'maybe']));
  });
}

const startsTask = (target: Value): boolean => isFields(target) && target.EcsParameters !== undefined;

function sent(thing: Thing, target: Fields, place: Place, passes: Answer): readonly Outlet[] {
  // what is written there is sent in the place of the event
  if (target.Input !== undefined) return [];
  const called = referredResource(thing.index, target.Arn, 'AWS::Events::ApiDestination');
  if (!called) return passedOn(thing, target.Arn, place, passes);
  const away = isMade(thing.index, called.properties.InvocationEndpoint) ? 'maybe' : 'yes';
  return outlets(allOf([passes, away]), hop(place, `sends the events of ${thing.resource.id} to a web server by ${called.id}`));
}

/** What whoever puts an event writes in it: Amazon EventBridge API Reference, "PutEventsRequestEntry". */
const written: ReadonlySet<string> = new Set(['source', 'detail-type', 'detail', 'resources']);

/** A rule's pattern; undefined if it has none, and null if it isn't known. */
function patternOf(index: ResourceIndex, { properties }: Resource): Fields | null | undefined {
  const given = index.follow(properties.EventPattern);
  if (given === undefined || given === null) return undefined;
  const pattern = documentOf(given);
  return isFields(pattern) ? pattern : null;
}

/** Whether events of an agent match a pattern; a source that begins with `aws.` is for AWS's own services. */
function matches(index: ResourceIndex, pattern: Fields | null | undefined): Answer {
  if (!pattern) return pattern === undefined ? 'no' : 'maybe';
  const sources = index.elements(pattern.source);
  if (sources.length > 0 && sources.every((source) => typeof source === 'string' && source.startsWith('aws.'))) return 'no';
  return Object.keys(pattern).every((name) => written.has(name)) ? 'yes' : 'maybe';
}

/** Where the events of services say what they are of: Amazon EventBridge Events Reference, by service. */
const subjects = ['resources', 'detail.bucket.name', 'detail.repository-name', 'detail.repositoryName', 'detail.name'];

/** Whether a service's events of a thing may match a pattern: which of them do isn't followed. */
function tells({ index, own, resource }: Thing, pattern: Fields | null | undefined, service: string): Answer {
  if (!pattern) return pattern === undefined ? 'no' : 'maybe';
  const sources = index.elements(pattern.source);
  if (sources.length > 0 && !sources.some((source) => typeof source !== 'string' || source === service)) return 'no';
  const named = elementsAt(index, pattern, subjects);
  return named.length === 0 || named.some((name) => namedAmong(index, name, own, [resource]).length > 0) ? 'maybe' : 'no';
}
