import { allOf, type Item, onlyOf, type World } from '../world';
import type { Airlock } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** A change of any secret of the proxies, by whatever name it is made, restarts them; nothing else does. */
export function checkRotation(world: World, { proxyService, proxyTask }: Airlock): string[] {
  const rule = onlyOf(world, 'AWS::Events::Rule');
  const machine = onlyOf(world, 'AWS::StepFunctions::StateMachine');
  const arns: string[] = proxyTask.containerDefinitions[0].secrets.map(({ valueFrom }: Item) => valueFrom);
  const secrets = allOf(world, 'AWS::SecretsManager::Secret').filter(({ ARN }) => arns.includes(ARN));
  const { $or: places = [], eventName } = rule.EventPattern.detail;
  const { States } = JSON.parse(machine.definition);
  return [
    ...mustEqual('state of the rule', rule.State, 'ENABLED'),
    ...mustHold(
      'targets of the rule',
      rule.Targets.map(({ Arn }: Item) => Arn),
      [machine.stateMachineArn],
    ),
    ...mustHold('events of the rule', eventName, [
      'PutSecretValue',
      'RotationSucceeded',
      'UpdateSecret',
      'UpdateSecretVersionStage',
    ]),
    ...mustHold('secrets as callers name them', places[0]?.requestParameters?.secretId, [
      ...arns,
      ...secrets.map(({ Name }) => Name),
    ]),
    ...mustHold('secrets as answers name them', places[1]?.responseElements?.arn, arns),
    ...mustHold('secrets as rotations name them', places[2]?.additionalEventData?.SecretId, arns),
    ...mustEqual('what the state machine does', Object.values(States as Record<string, Item>).map(callOf), [
      {
        Resource: 'arn:aws:states:::aws-sdk:ecs:updateService',
        Parameters: { Cluster: proxyService.clusterArn, Service: proxyService.serviceArn, ForceNewDeployment: true },
      },
    ]),
  ];
}

const callOf = ({ Resource, Parameters }: Item): Item => ({ Resource, Parameters });
