import { grouped } from '../../indexing/grouped';
import { hop } from '../../world/hop';
import { within } from '../../world/place';
import { isFields, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { defaultBus, namedBuses } from '../identity/default-bus';
import { type Answer, allOf, not } from '../policy-language/answer';
import { ownArn } from '../policy-language/arn';
import { glyphsOf } from '../policy-language/glyph';
import { parsedText } from '../policy-language/json-text';
import { physicalNameOf } from '../policy-language/resource-arn';
import { oncePerIndex } from '../reading/once-per-index';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { isMade } from './made-address';
import { type Outlet, outlets, outletsIf, type Thing } from './outlet';
import { passedOn } from './passed-on';
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
    ...rules.flatMap(({ rule, bus }) => outletsIf(bus.answer, led(thing, rule))),
  ];
}

const rulesByBus = oncePerIndex((index) => {
  const own = { resources: index.world.resources };
  const led = index
    .ofType('AWS::Events::Rule')
    .flatMap((rule) => namedBuses(index, rule.properties.EventBusName, own).map((bus) => ({ rule, bus })));
  return grouped(led, ({ bus }) => bus.resource.id);
});

function led(thing: Thing, rule: Resource): readonly Outlet[] {
  const { index } = thing;
  const { State, EventPattern, Targets } = rule.properties;
  const passes = allOf([not(stated(index, State, ['disabled'])), matches(index, EventPattern), rule.doubt ? 'maybe' : 'yes']);
  return index.elements(Targets).flatMap((target, position) => {
    const place = within(rule.place, 'Properties', 'Targets', position);
    if (!isFields(target)) return passedOn(thing, target, place, allOf([passes, 'maybe']));
    // what is written there is sent in the place of the event
    if (target.Input !== undefined) return [];
    const called = referredResource(index, target.Arn, 'AWS::Events::ApiDestination');
    if (!called) return passedOn(thing, target.Arn, place, passes);
    const away = isMade(index, called.properties.InvocationEndpoint) ? 'maybe' : 'yes';
    return outlets(allOf([passes, away]), hop(place, `sends the events of ${thing.resource.id} to a web server by ${called.id}`));
  });
}

/** What whoever puts an event writes in it: Amazon EventBridge API Reference, "PutEventsRequestEntry". */
const written: ReadonlySet<string> = new Set(['source', 'detail-type', 'detail', 'resources']);

/** Whether events of an agent match a pattern; a source that begins with `aws.` is for AWS's own services. */
function matches(index: ResourceIndex, pattern: Value | undefined): Answer {
  const given = index.follow(pattern);
  if (given === undefined || given === null) return 'no';
  const parsed = typeof given === 'string' || given instanceof Text ? parsedText(given) : given;
  if (!isFields(parsed)) return 'maybe';
  const sources = index.elements(parsed.source);
  if (sources.length > 0 && sources.every((source) => typeof source === 'string' && source.startsWith('aws.'))) return 'no';
  return Object.keys(parsed).every((name) => written.has(name)) ? 'yes' : 'maybe';
}
