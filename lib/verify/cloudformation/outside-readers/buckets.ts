import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { namedAmong } from '../identity/named-things';
import { type Answer, allOf, not } from '../policy-language/answer';
import { glyphsOf } from '../policy-language/glyph';
import { isOwnAccount } from '../policy-language/ownership';
import { statementsOf } from '../policy-language/parse-policy';
import type { ResourceIndex } from '../resource-index';
import { granted } from './access-grants';
import { notified } from './notifications';
import { type Outlet, outlets, type Thing } from './outlet';
import { namedOutsiders } from './outsider';
import { passedOn } from './passed-on';
import { readByPolicy } from './read-by-policy';
import { stated } from './stated';
import { taken } from './takers';

/** Who outside reads what is put into a bucket: by its policy, its access list, or a copy in another account. */
export function bucketOutlets(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const open = isOff(index, resource, ['RestrictPublicBuckets', 'BlockPublicPolicy']);
  return [
    ...readByPolicy(thing, ['s3:GetObject'], open),
    ...listed(index, resource),
    ...copies(thing),
    ...byAccessPoints(thing),
    ...granted(thing),
    ...notified(thing),
    ...taken(thing),
  ];
}

/** A bucket may leave it to its access points whom they let in; whether it does is in doubt here. */
function byAccessPoints({ index, resource, own }: Thing): readonly Outlet[] {
  const points = index
    .ofType('AWS::S3::AccessPoint')
    .filter(({ properties }) => namedAmong(index, properties.Bucket, own, [resource]).length > 0);
  return points.flatMap(({ id, place, properties }) => {
    const at = within(place, 'Properties', 'Policy');
    const outsiders = namedOutsiders(statementsOf(properties.Policy, at, own.resources), own);
    return outsiders.flatMap(({ name }) => outlets('maybe', hop(at, `may let ${name} read ${resource.id} by ${id}`)));
  });
}

function listed(index: ResourceIndex, bucket: Resource): readonly Outlet[] {
  const list = stated(index, bucket.properties.AccessControl, ['publicread', 'publicreadwrite', 'authenticatedread']);
  const answer = allOf([isOff(index, bucket, ['IgnorePublicAcls', 'BlockPublicAcls']), list]);
  return outlets(answer, hop(bucket.place, `lets everybody read what is put into ${bucket.id}`, 'Properties'));
}

/** "Blocking public access to your Amazon S3 storage": on where nothing is said; where something is, what isn't said is off. */
function isOff(index: ResourceIndex, { properties }: Resource, names: readonly string[]): Answer {
  const block = properties.PublicAccessBlockConfiguration;
  if (block === undefined || block === null) return 'no';
  if (!isFields(block)) return 'maybe';
  return allOf(names.map((name) => stated(index, block[name], ['false'], true)));
}

function copies(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const replication = index.follow(resource.properties.ReplicationConfiguration);
  if (replication === undefined || replication === null) return [];
  const place = within(resource.place, 'Properties', 'ReplicationConfiguration');
  if (!isFields(replication)) return outlets('maybe', hop(place, 'may copy what is put into it to another account'));
  return index.elements(replication.Rules).flatMap((rule, position) => {
    const at = within(place, 'Rules', position);
    return isFields(rule) ? copied(thing, at, rule.Status, rule.Destination) : outlets('maybe', hop(at, 'may copy it elsewhere'));
  });
}

function copied(thing: Thing, place: Place, status: Value | undefined, destination: Value | undefined): readonly Outlet[] {
  const { index, own } = thing;
  const on = stated(index, status, ['enabled']);
  const account = isFields(destination) ? destination.Account : null;
  if (account === undefined || account === null)
    return passedOn(thing, isFields(destination) ? destination.Bucket : destination, place, on);
  const answer = allOf([on, foreign(not(isOwnAccount(glyphsOf(account, 'literal'), own)), account)]);
  const verb = answer === 'yes' ? 'copies' : 'may copy';
  return outlets(answer, hop(place, `${verb} what is put into it to another account`));
}

/** `Account` is for copies to other accounts only: AWS CloudFormation Template Reference, "AWS::S3::Bucket ReplicationDestination". */
const foreign = (answer: Answer, account: Value): Answer => (answer === 'maybe' && typeof account !== 'object' ? 'yes' : answer);
