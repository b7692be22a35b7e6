import type { Workload } from '../../model/workload';
import type { Resource } from '../../world/world';
import { absent, type Fact, known } from '../policy-language/fact';
import { arnOf } from '../policy-language/resource-arn';
import type { ResourceIndex } from '../resource-index';

/** What is known of a request because of how its sender got a role's credentials, by condition key. */
export type SessionFacts = readonly (readonly [key: string, fact: Fact])[];

/**
 * What requests that workloads make with a role say of the session. AWS Lambda Developer Guide, "Using source function ARN to control
 * function access behavior": credentials of a function have its ARN, no others do. IAM User Guide, "Properties of a role session":
 * credentials of an instance have its ARN, VPC and address, no others do.
 */
export function sessionFacts(index: ResourceIndex, role: Resource, users: readonly Workload[]): SessionFacts {
  const functions = users.filter(({ place }) => place.type === 'AWS::Lambda::Function');
  return [...functionFacts(index, users, functions), ...instanceFacts(index, role, users, functions)];
}

const functionKey = 'lambda:sourcefunctionarn';

function functionFacts(index: ResourceIndex, users: readonly Workload[], functions: readonly Workload[]): SessionFacts {
  const [only, ...others] = functions;
  if (!only) return users.length > 0 && users.every(isNoFunction) ? [[functionKey, absent]] : [];
  const made = index.get(only.id);
  const arn = made && others.length === 0 && users.length === 1 ? arnOf(made) : undefined;
  return arn ? [[functionKey, known(arn)]] : [];
}

const isNoFunction = ({ place }: Workload): boolean => /^AWS::(ECS|EC2|AutoScaling)::/.test(place.type);

const instanceKeys = ['ec2:sourceinstancearn', 'aws:ec2instancesourcevpc', 'aws:ec2instancesourceprivateipv4'];

/** A task may have the role of the instance that it runs on. */
function instanceFacts(
  index: ResourceIndex,
  role: Resource,
  users: readonly Workload[],
  functions: readonly Workload[],
): SessionFacts {
  const tasks = users.filter(({ place }) => place.type.startsWith('AWS::ECS::'));
  const areOthers = users.length > 0 && functions.length + tasks.length === users.length;
  return areOthers && (tasks.length === 0 || !isOfInstances(index, role))
    ? instanceKeys.map((key) => [key, absent] as const)
    : [];
}

/** Whether some instance profile of the inputs has the role, or may have it. */
const isOfInstances = (index: ResourceIndex, role: Resource): boolean =>
  index.ofType('AWS::IAM::InstanceProfile').some(({ properties }) =>
    index.elements(properties.Roles).some((value) => {
      const key = index.keyOf(value);
      return key === role.id || key === index.keyOf(role.properties.RoleName) || index.get(key ?? '')?.type !== 'AWS::IAM::Role';
    }),
  );
