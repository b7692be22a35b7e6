import type { Item, World } from '../world';
import { type Airlock, endpointsIn, logGroupOf } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** What an endpoint may be used for. */
interface Use {
  readonly actions: readonly string[];
  readonly resource: string;
  /** The only role that may; image layers are fetched without one. */
  readonly role?: string;
}

/** The endpoints are the door and those that start a task, and each of those lets through exactly that. */
export function checkServiceEndpoints(world: World, airlock: Airlock): string[] {
  const uses = usesOf(world, airlock);
  const endpoints = endpointsIn(world, airlock.sealedVpc);
  const names = endpoints.map(({ ServiceName }) => ServiceName);
  return [
    ...mustHold('endpoints of the sealed network', names, [airlock.door.ServiceName, ...Object.keys(uses)]),
    ...endpoints.flatMap((endpoint) => {
      const use = uses[endpoint.ServiceName];
      return use ? policyProblems(world, endpoint, use) : [];
    }),
  ];
}

function usesOf({ account, region, parameters }: World, { agentTask }: Airlock): Readonly<Record<string, Use>> {
  const role = agentTask.executionRoleArn;
  return {
    [`com.amazonaws.${region}.ecr.api`]: { role, actions: ['ecr:GetAuthorizationToken'], resource: '*' },
    [`com.amazonaws.${region}.ecr.dkr`]: {
      ...{ role, actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] },
      resource: `arn:aws:ecr:${region}:${account}:repository/${parameters.AgentRepository}`,
    },
    [`com.amazonaws.${region}.logs`]: {
      ...{ role, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
      resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupOf(agentTask)}:*`,
    },
    [`com.amazonaws.${region}.s3`]: {
      actions: ['s3:GetObject'],
      resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    },
  };
}

function policyProblems({ account }: World, { ServiceName, PolicyDocument }: Item, { actions, resource, role }: Use): string[] {
  const allowed = PolicyDocument.Statement.filter(({ Effect }: Item) => Effect !== 'Deny');
  const bound = role && { ArnEquals: { 'aws:PrincipalArn': role }, StringEquals: { 'aws:PrincipalAccount': account } };
  const expected = {
    ...{ Action: [...actions], ...(bound && { Condition: bound }), Effect: 'Allow', Principal: { AWS: '*' }, Resource: resource },
  };
  return mustEqual(`what endpoint ${ServiceName} allows`, allowed.map(listedActions), [expected]);
}

const listedActions = ({ Action, ...statement }: Item): Item => ({ Action: [Action].flat().sort(), ...statement });
