import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnFlowLog, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';

/**
 * Records every flow of a network, accepted or not; a minute behind.
 * Its role is as in the Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs", for one log group.
 */
export class FlowLog extends AirlockConstruct {
  constructor(scope: Construct, id: string, { vpc, logGroup }: { readonly vpc: IVpc; readonly logGroup: ILogGroup }) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: flowLogService(Stack.of(this)) });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    new CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'ALL',
      maxAggregationInterval: 60,
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    }).node.addDependency(role);
  }
}

function flowLogService(stack: Stack): ServicePrincipal {
  const anyFlowLog = stack.formatArn({
    service: 'ec2',
    resource: 'vpc-flow-log',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': anyFlowLog } },
  });
}
