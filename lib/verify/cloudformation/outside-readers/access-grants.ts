import { hop } from '../../world/hop';
import { isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { type Answer, allOf } from '../policy-language/answer';
import { type Glyphs, glyphsOf, literalOf } from '../policy-language/glyph';
import { overlaps } from '../policy-language/pattern';
import { expandedValue, physicalNameOf } from '../policy-language/resource-arn';
import { referredResource } from '../reading/referred-resource';
import { type Outlet, outlets, type Thing } from './outlet';
import { isOutside } from './outsider';
import { stated } from './stated';

/** Who outside may read a bucket by a grant of S3 Access Grants; people of the owner's directory are inside. */
export const granted = (thing: Thing): readonly Outlet[] =>
  thing.index.ofType('AWS::S3::AccessGrant').flatMap((grant) => {
    const answer = allOf(['maybe', isForReading(thing, grant), isOfBucket(thing, grant), isToOutsider(thing, grant)]);
    return outlets(answer, hop(grant.place, `may let another account read what is put into ${thing.resource.id}`));
  });

const isForReading = ({ index }: Thing, { properties }: Resource): Answer =>
  stated(index, properties.Permission, ['read', 'readwrite'], true);

function isToOutsider({ index, own }: Thing, { properties: { Grantee: grantee } }: Resource): Answer {
  if (!isFields(grantee)) return 'maybe';
  const isAccount = stated(index, grantee.GranteeType, ['iam'], true);
  return allOf([isAccount, isOutside(expandedValue(grantee.GranteeIdentifier ?? null, own.resources), own)]);
}

/** A location may be of all buckets: "AWS::S3::AccessGrantsLocation". */
function isOfBucket({ index, own, resource }: Thing, { properties }: Resource): Answer {
  const location = referredResource(index, properties.AccessGrantsLocationId, 'AWS::S3::AccessGrantsLocation');
  const scope = location?.properties.LocationScope;
  if (scope === undefined || scope === null) return 'maybe';
  const text = expandedValue(scope, own.resources);
  return literalOf(text) === root ? 'yes' : overlaps(bucketIn(text), [...glyphsOf(root), ...physicalNameOf(resource)]);
}

const root = 's3://';

/** `s3://BUCKET` of a scope, which may go on with a prefix. */
function bucketIn(scope: Glyphs): Glyphs {
  const end = scope.findIndex((glyph, index) => index >= root.length && glyph.kind === 'char' && glyph.char === '/');
  return end < 0 ? scope : scope.slice(0, end);
}
