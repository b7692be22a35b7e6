import type { Doubt } from '../../world/doubt';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';

/** Whether a member of a policy is an account of somebody else, or everybody. People and groups are whom the project's owner chose. */
export function outsider(index: ResourceIndex, thing: Resource, member: Value): boolean | Doubt {
  if (index.idOf(member, 'google_service_account') !== undefined) return false;
  const value = index.follow(member);
  // what a resource or a data source of another kind calls itself is a service agent of Google's
  if (value instanceof Reference || value instanceof Unresolved) return false;
  if (value instanceof AnyOf) return value.admits('allUsers') === false && owned(value) ? false : inDoubt(index, value);
  if (value instanceof Text) return ofText(index, value);
  return typeof value === 'string' && named(index, thing, value);
}

const owned = ({ admits }: AnyOf): boolean => admits('serviceAccount:a@somebody-else.iam.gserviceaccount.com') === false;

const inDoubt = (index: ResourceIndex, member: Value): Doubt => ({
  reason: `whether ${index.keyOf(member)} is somebody outside`,
});

/** An email whose project isn't literal is of that project, which the stack is given; only a literal one may be another's. */
function ofText(index: ResourceIndex, value: Text): boolean | Doubt {
  const end = value.parts.at(-1);
  return typeof end === 'string' &&
    /@[a-z][-a-z0-9]+\.iam\.gserviceaccount\.com$/.test(end) &&
    !serviceAgents.test(end.slice(end.indexOf('@') + 1).replace(/\.iam\..*/, ''))
    ? inDoubt(index, value)
    : false;
}

/** "Service agents": projects of Google's whose accounts work for the project that they are named for. */
const serviceAgents =
  /^(?:[-\w]*gcp-sa-.+|serverless-robot-prod|gcf-admin-robot|container-engine-robot|containerregistry|compute-system|gs-project-accounts|bigquery-encryption|dataflow-service-producer-prod|dataproc-accounts|cloudcomposer-accounts|cloud-filer|cloud-redis|cloud-tpu|cloud-ml|storage-transfer-service|service-networking|service-consumer-management|sourcerepo-service-accounts|gae-api-prod)$/;

const everybody: ReadonlySet<string> = new Set(['allUsers', 'allAuthenticatedUsers', 'principalSet://goog/public:all']);

function named(index: ResourceIndex, thing: Resource, member: string): boolean | Doubt {
  if (everybody.has(member)) return true;
  if (/^principal(?:Set)?:/.test(member)) return inDoubt(index, member);
  const project = /@([a-z][-a-z0-9.:]*)\.iam\.gserviceaccount\.com$/.exec(member)?.[1];
  if (project === undefined || serviceAgents.test(project)) return false;
  const own = index.keyOf(index.property(thing, 'project'));
  if (own === project) return false;
  return own !== undefined && /^[a-z][-a-z0-9]+$/.test(own) ? true : inDoubt(index, member);
}
