import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnResolverQueryLoggingConfig, CfnResolverQueryLoggingConfigAssociation } from 'aws-cdk-lib/aws-route53resolver';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';

/** Records every name that a network asks its resolver for. */
export class QueryLog extends AirlockConstruct {
  constructor(scope: Construct, id: string, { vpc, logGroup }: { readonly vpc: IVpc; readonly logGroup: ILogGroup }) {
    super(scope, id);
    const config = new CfnResolverQueryLoggingConfig(this, 'Config', { destinationArn: logGroup.logGroupArn });
    new CfnResolverQueryLoggingConfigAssociation(this, 'Association', {
      resolverQueryLogConfigId: config.attrId,
      resourceId: vpc.vpcId,
    });
  }
}
