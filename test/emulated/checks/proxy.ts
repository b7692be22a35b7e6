import { parse } from 'yaml';
import { renderBootstrap } from '../../../lib/envoy/bootstrap';
import type { EgressPolicy } from '../../../lib/policy/egress-policy';
import { allOf, type Item, mentions, type World } from '../world';
import { imageOf } from './agent-task';
import type { Airlock } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** The proxies run the policy's very configuration, with the door's real id in it, and lead to the internet by routes of their own. */
export function checkProxy(world: World, airlock: Airlock, policy: EgressPolicy): string[] {
  const { proxyTask, proxyService, sealedVpc } = airlock;
  const [container = {}, ...others] = proxyTask.containerDefinitions;
  return [
    ...mustEqual('containers beside Envoy', others.length, 0),
    ...mustEqual('image of the proxies', container.image, imageOf(world, 'Proxy')),
    ...mustEqual('program of the proxies', container.entryPoint, ['/usr/local/bin/envoy']),
    ...mustEqual('hardening of the proxies', hardeningOf(container), {
      user: '101:101',
      readonlyRootFilesystem: true,
      drop: ['ALL'],
    }),
    ...mustEqual('variables of the proxies', container.environment, []),
    ...secretProblems(world, container, policy),
    ...bootstrapProblems(airlock, policy),
    ...mustEqual('service of the proxies', shape(proxyService), { exec: false, launchType: 'FARGATE', platformVersion: '1.4.0' }),
    ...subnetsOf(proxyService).flatMap((subnet) => routeProblems(world, subnet, airlock)),
    ...(mentions(proxyService, sealedVpc) ? ['the proxies must not be in the sealed network'] : []),
  ];
}

/** Envoy's configuration as the deployed task has it, an argument of its command. */
function bootstrapText({ proxyTask }: Airlock): string {
  const { command } = proxyTask.containerDefinitions[0];
  return command[command.indexOf('--config-yaml') + 1];
}

function bootstrapProblems(airlock: Airlock, policy: EgressPolicy): string[] {
  const { door, doorHost, proxyTask } = airlock;
  const text = bootstrapText(airlock);
  const expected = renderBootstrap(policy, {
    ...{ address: '0.0.0.0', gatewayPort: 8080, proxyPort: 3128, healthPort: 9902, publicHost: doorHost, proxyProtocol: true },
    agents: policy.agents.map(({ name }) => ({ agent: name, endpointIds: [door.VpcEndpointId] })),
    secrets: { kind: 'environment', variable },
    trustedCa: '/etc/ssl/certs/ca-certificates.crt',
    // nine tenths of the task's memory, which is in MiB
    memoryBytes: Math.floor(Number(proxyTask.memory) * 1024 * 1024 * 0.9),
  });
  const unresolved = ['${Token[', 'Fn::', '"Ref"'].filter((mark) => text.includes(mark));
  return [
    ...mustEqual('unresolved values in the configuration', unresolved, []),
    ...mustEqual('configuration of the proxies', parse(text, { maxAliasCount: -1 }), JSON.parse(JSON.stringify(expected))),
  ];
}

const variable = (secret: string): string => `AIRLOCK_SECRET_${secret.toUpperCase().replaceAll('-', '_')}`;

function secretProblems(world: World, { secrets }: Item, policy: EgressPolicy): string[] {
  const arns = allOf(world, 'AWS::SecretsManager::Secret').map(({ ARN }) => ARN);
  return [
    ...mustHold(
      'secrets of the proxies',
      secrets.map(({ name }: Item) => name),
      policy.secrets.map(variable),
    ),
    ...secrets
      .filter(({ valueFrom }: Item) => !arns.includes(valueFrom))
      .map(({ name }: Item) => `${name} must come from a secret that exists`),
  ];
}

const hardeningOf = ({ user, readonlyRootFilesystem, linuxParameters }: Item): Item => ({
  ...{ user, readonlyRootFilesystem, drop: linuxParameters?.capabilities?.drop },
});

const shape = ({ enableExecuteCommand, launchType, platformVersion }: Item): Item => ({
  exec: enableExecuteCommand,
  launchType,
  platformVersion,
});

const subnetsOf = ({ networkConfiguration }: Item): string[] => networkConfiguration.awsvpcConfiguration.subnets;

function routeProblems(world: World, subnet: string, { egressVpc }: Airlock): string[] {
  const gateway = allOf(world, 'AWS::EC2::InternetGateway').find(({ Attachments }) =>
    Attachments.some((one: Item) => one.VpcId === egressVpc),
  );
  const tables = allOf(world, 'AWS::EC2::RouteTable').filter(({ Associations }) =>
    Associations.some((one: Item) => one.SubnetId === subnet),
  );
  const routes = tables.flatMap(({ Routes }) => Routes.map((route: Item) => route.GatewayId));
  return mustEqual(`where the routes of ${subnet} lead`, routes, ['local', gateway?.InternetGatewayId]);
}
