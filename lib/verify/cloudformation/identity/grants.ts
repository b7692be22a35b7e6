import type { Resource } from '../../world/world';
import { allOf } from '../policy-language/answer';
import type { ProxyParts } from './boundary';
import { type CapabilityRow, capabilityRows } from './capability-rows';
import { type Grant, grantOf } from './grant';
import { grantsOutside } from './outside';
import { mayPass } from './passed-role';
import { mayAnywhere, mayOn, pathOf, type RoleRequester } from './requester';
import { arnsOf } from './resource-arns';

/** What the rows of the tables give to a role. */
export const tableGrants = (by: RoleRequester, proxies: ProxyParts): Grant[] =>
  capabilityRows.filter(({ actions }) => !isJudgedElsewhere(actions[0] ?? '')).flatMap((row) => rowGrants(by, row, proxies));

/** Roles that are taken on, parameters that are read and tasks that are run have a page of their own. */
const isJudgedElsewhere = (action: string): boolean => /^(?:sts:AssumeRole|ssm:GetParameter|ecs:RunTask)/.test(action);

/** What does nothing until another action of its row follows: an interface that isn't attached, an address that isn't associated. */
const idle: ReadonlySet<string> = new Set([
  'ec2:CreateNetworkInterface',
  'ec2:AllocateAddress',
  'ec2:CreateInternetGateway',
  'ec2:CreateDhcpOptions',
]);

function rowGrants(by: RoleRequester, row: CapabilityRow, proxies: ProxyParts): Grant[] {
  const isDirect = row.on !== 'any' && row.on.some((type) => grantingTypes.has(type));
  if (!isDirect && mayAnywhere(by, row.actions).answer === 'no') return [];
  const actions = row.actions
    .filter((action) => !idle.has(action))
    .filter((action) => isDirect || mayAnywhere(by, [action]).answer !== 'no');
  return actions.flatMap((action) => (row.passesRole ? passing(by, row, action) : actionGrants(by, row, action, proxies)));
}

/** Types whose own policies may grant by themselves. */
const grantingTypes: ReadonlySet<string> = new Set(['AWS::SecretsManager::Secret', 'AWS::ECR::Repository']);

function passing(by: RoleRequester, row: CapabilityRow, action: string): Grant[] {
  const launch = mayAnywhere(by, [action]);
  const pass = mayPass(by, action);
  const answer = allOf([launch.answer, pass.answer]);
  if (answer === 'no') return [];
  return [{ kind: row.kind, action, object: 'with iam:PassRole', answer, path: [...pathOf(launch), ...pathOf(pass)] }];
}

function actionGrants(by: RoleRequester, row: CapabilityRow, action: string, proxies: ProxyParts): Grant[] {
  if (row.on === 'any') return grantOf(mayAnywhere(by, [action]), { kind: row.kind, action, object: '' });
  const known = by.index.ofType(...row.on);
  const inside = known
    .filter((resource) => matters(resource, action, proxies))
    .flatMap((resource) => grantsOn(by, row, action, resource));
  const arns = known.flatMap((resource) => arnsOf(by.index, resource, action));
  const images = action.startsWith('ecr:') ? imageGrants(by, row, action, proxies) : [];
  return [...inside, ...images, ...(inside.length + images.length > 0 ? [] : grantsOutside(by, row, action, arns))];
}

function grantsOn(by: RoleRequester, row: CapabilityRow, action: string, resource: Resource): Grant[] {
  const patterns = arnsOf(by.index, resource, action);
  return patterns.length === 0
    ? []
    : grantOf(mayOn(by, [action], resource, patterns), { kind: row.kind, action, object: `on ${resource.id}` });
}

/** Whether an action on a resource is any harm: some only are where the proxy has to do with it. */
function matters({ id, type }: Resource, action: string, { resources, telling }: ProxyParts): boolean {
  if (/^(?:ecs:ExecuteCommand|ecs:StopTask|ecs:PutCluster|ssm:PutParameter|ecr:)/.test(action)) return resources.has(id);
  if (action.startsWith('lambda:GetFunction')) return telling.has(id);
  // a key opens nothing without what it closes, which is asked for by itself
  return !type.startsWith('AWS::KMS::');
}

function imageGrants(by: RoleRequester, row: CapabilityRow, action: string, { repositories }: ProxyParts): Grant[] {
  if (repositories.length === 0) return [];
  const some: Resource = { id: 'image', type: 'AWS::ECR::Repository', properties: {}, metadata: {}, place: by.role.place };
  return grantOf(mayOn(by, [action], some, repositories), {
    kind: row.kind,
    action,
    object: "on the repository of the proxy's image",
  });
}
