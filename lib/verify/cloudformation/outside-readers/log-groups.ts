import { hop } from '../../world/hop';
import { within } from '../../world/place';
import { isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { allOf, oneOf } from '../policy-language/answer';
import { documentOf } from '../policy-language/json-text';
import { foreignness } from './foreignness';
import { type Outlet, outlets, type Thing } from './outlet';
import { passedOn } from './passed-on';
import { stated } from './stated';
import { taken } from './takers';

/** Who outside gets what is written into a log group: by filters of its own or of the account, or by an account that watches this one. */
export function logOutlets(thing: Thing): readonly Outlet[] {
  const { index } = thing;
  return [
    ...taken(thing),
    ...index.ofType('AWS::Logs::AccountPolicy').flatMap((policy) => filtered(thing, policy)),
    ...index.ofType('AWS::Oam::Link').flatMap((link) => watched(thing, link)),
  ];
}

function filtered(thing: Thing, { place, properties, doubt }: Resource): readonly Outlet[] {
  const { PolicyType, PolicyDocument, SelectionCriteria } = properties;
  const filters = stated(thing.index, PolicyType, ['subscription_filter_policy']);
  const document = documentOf(PolicyDocument);
  const passes = allOf([filters, doubt || SelectionCriteria !== undefined ? 'maybe' : 'yes']);
  return passedOn(thing, isFields(document) ? document.DestinationArn : PolicyDocument, within(place, 'Properties'), passes);
}

/** "AWS::Oam::Link": whose account the sink is in sees the log groups of this one. */
function watched({ index, own, resource }: Thing, { place, properties, doubt }: Resource): readonly Outlet[] {
  const types = index.elements(properties.ResourceTypes).map((type) => stated(index, type, ['aws::logs::loggroup']));
  const foreign = foreignness(properties.SinkIdentifier, own);
  const sure = doubt || properties.LinkConfiguration !== undefined ? 'maybe' : 'yes';
  const verb = allOf([foreign, sure]) === 'yes' ? 'shows' : 'may show';
  return outlets(
    allOf([foreign, sure, oneOf(types)]),
    hop(place, `${verb} ${resource.id} to the account that watches this one`, 'Properties', 'SinkIdentifier'),
  );
}
