import { Duration } from 'aws-cdk-lib';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';

export interface RestartOnRotationProps {
  readonly service: FargateService;
  /** By the name that the policy gives each. */
  readonly secrets: ReadonlyMap<string, ISecret>;
}

/**
 * Rolls a service when a secret changes, as ECS injects secrets only when it starts a task. Secrets Manager tells of changes through
 * CloudTrail: the account needs a trail that logs management events (AWS Secrets Manager User Guide, "Match Secrets Manager events with
 * Amazon EventBridge").
 */
export class RestartOnRotation extends AirlockConstruct {
  constructor(scope: Construct, id: string, { service, secrets }: RestartOnRotationProps) {
    super(scope, id);
    const restart = new CallAwsService(this, 'Restart', {
      service: 'ecs',
      action: 'updateService',
      parameters: { Cluster: service.cluster.clusterArn, Service: service.serviceArn, ForceNewDeployment: true },
      iamAction: 'ecs:UpdateService',
      iamResources: [service.serviceArn],
    }).addRetry({ maxAttempts: 5, interval: Duration.seconds(10) });
    const machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(restart),
      timeout: Duration.minutes(10),
    });
    const targets = [new SfnStateMachine(machine)];
    // one rule each, as an event pattern may have 4096 characters
    for (const [name, secret] of secrets) new Rule(this, `Changed-${name}`, { eventPattern: changeOf(secret), targets });
  }
}

/** Callers may name a secret as they like; where CloudTrail gives its ARN depends on the event. */
function changeOf(secret: ISecret) {
  const arn = secret.secretFullArn ?? { prefix: `${secret.secretArn}-` };
  return {
    source: ['aws.secretsmanager'],
    detailType: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    detail: {
      eventName: ['PutSecretValue', 'RotationSucceeded', 'UpdateSecret', 'UpdateSecretVersionStage'],
      $or: [
        { requestParameters: { secretId: [arn, secret.secretName] } },
        { responseElements: { arn: [arn] } },
        { additionalEventData: { SecretId: [arn] } },
      ],
    },
  };
}
