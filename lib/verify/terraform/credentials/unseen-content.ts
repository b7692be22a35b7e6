import type { Credential } from '../../model/workload';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import { Unresolved, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { partsOf } from './secret-value';

/** Functions that read files, and data sources that fetch whatever somebody has put somewhere. */
const fetched =
  /^(?:file|filebase64|templatefile)\(\)|\bdata\.(?:http|external|local_file|local_sensitive_file|google_storage_bucket_object_contents?|google_parameter_manager\w*|google_runtimeconfig_variable)\./;

/** What a workload is given of a file or an answer that nobody sees here: it may be a secret. */
export function unseenCredential(index: ResourceIndex, name: string, value: Value | undefined, place: Place): Credential[] {
  const reason = unseen(index, value);
  const doubt = { reason: `what it holds isn't in the inputs: ${reason}`, place };
  return reason === undefined
    ? []
    : [{ kind: 'secret', name, hop: hop(place, `takes what isn't in the inputs: ${reason}`), doubt }];
}

function unseen(index: ResourceIndex, property: Value | undefined): string | undefined {
  const value = index.follow(property);
  if (value instanceof Unresolved) return fetched.test(value.reason) ? value.reason : undefined;
  return partsOf(value)
    .map((part) => unseen(index, part))
    .find((reason) => reason !== undefined);
}
