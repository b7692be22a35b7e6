import { Aws, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { AuditArchive, type ObjectLock } from './audit-archive';

export interface AuditTrailProps {
  /** Encrypts the logs; an imported one must already let CloudWatch Logs use it. @default - a new key, rotated every year */
  readonly key?: IKey;
  /** @default RetentionDays.ONE_YEAR */
  readonly retention?: RetentionDays;
  /** Also keeps the proxy's and the resolver's records where nobody can delete them. @default - log groups only */
  readonly objectLock?: ObjectLock;
}

/** Where the evidence goes. Deleting the stack leaves it. */
export class AuditTrail extends AirlockConstruct {
  readonly key: IKey;
  /** One JSON record for each request at the proxy, beside the proxy's own messages. */
  readonly proxy: LogGroup;
  /** What agents print. */
  readonly agents: LogGroup;
  /** VPC flow logs. */
  readonly flows: LogGroup;
  /** The names that agents asked the resolver for. */
  readonly names: LogGroup;
  private toolLog?: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AuditTrailProps = {},
  ) {
    super(scope, id);
    const key = props.key ?? new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
    this.key = key;
    this.proxy = this.logGroup('Proxy');
    this.agents = this.logGroup('Agents');
    this.flows = this.logGroup('Flows');
    this.names = this.logGroup('Names');
    if (!props.key) this.letLogsUse(key);
    if (props.objectLock) new AuditArchive(this, 'Archive', { ...props.objectLock, key, logGroups: [this.proxy, this.names] });
  }

  /** What tools print; made for the first of them. */
  get tools(): LogGroup {
    this.toolLog ??= this.logGroup('Tools');
    return this.toolLog;
  }

  private logGroup(name: string): LogGroup {
    const { retention = RetentionDays.ONE_YEAR } = this.props;
    return new LogGroup(this, name, { encryptionKey: this.key, retention, removalPolicy: RemovalPolicy.RETAIN });
  }

  private letLogsUse(key: IKey): void {
    const { region, partition, account } = Stack.of(this);
    const arnOf = (name: string) => `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Lazy.list({ produce: () => this.generatedNames().map(arnOf) }) },
        },
      }),
    );
  }

  // the groups' ARNs themselves would make a circle: each group needs the key first
  private generatedNames(): string[] {
    const groups = [this.proxy, this.agents, this.flows, this.names, ...(this.toolLog ? [this.toolLog] : [])];
    return groups.map((group) => `${Aws.STACK_NAME}-${(group.node.defaultChild as CfnLogGroup).logicalId}-*`);
  }
}
