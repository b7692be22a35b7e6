import { Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  type InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  Peer,
  Port,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import { logActions, pullActions, type TaskStart } from './execution-role';
import { allowedTo, interfaceEndpoint } from './interface-endpoint';
import { s3PrefixList } from './s3-prefix-list';

export interface ServiceEndpointsProps {
  readonly vpc: IVpc;
  /** Where the interface endpoints are. */
  readonly subnets: SubnetSelection;
  /** Whose route tables lead to S3. */
  readonly users: readonly SubnetSelection[];
  /** Id of the region's prefix list of S3. @default - the known one; see {@link s3PrefixList} */
  readonly s3PrefixList?: string;
}

/** A task that may be started through the endpoints. */
export interface EndpointUser extends TaskStart {
  /** What its image is pulled and its log is written from: a Fargate task itself, or the instance that it is on. */
  readonly group: ISecurityGroup;
  readonly executionRole: IRole;
}

/**
 * The AWS services that Fargate needs in order to start a task without the internet. Fargate calls them from the task's own network
 * interface, so the agent can too: what each endpoint admits, and not the route to it, is the boundary.
 */
export class ServiceEndpoints extends AirlockConstruct {
  private readonly group: ClosedSecurityGroup;
  private readonly ecrApi: InterfaceVpcEndpoint;
  private readonly registry: InterfaceVpcEndpoint;
  private readonly logs: InterfaceVpcEndpoint;
  private readonly layers: string;

  constructor(scope: Construct, id: string, props: ServiceEndpointsProps) {
    super(scope, id);
    this.group = new ClosedSecurityGroup(this, 'Group', props.vpc, 'Endpoints of AWS services');
    const { vpc, subnets } = props;
    const endpoint = (name: string, service: InterfaceVpcEndpointAwsService) =>
      interfaceEndpoint(this, name, { vpc, subnets, group: this.group, service });
    this.ecrApi = endpoint('EcrApi', InterfaceVpcEndpointAwsService.ECR);
    this.registry = endpoint('EcrDocker', InterfaceVpcEndpointAwsService.ECR_DOCKER);
    this.logs = endpoint('Logs', InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS);
    this.layers = props.s3PrefixList ?? s3PrefixList(this);
    layerEndpoint(this, props);
  }

  /** Lets a task be started: its role and its group, its repository and its log group, nothing wider. */
  admit({ group, executionRole, image, logGroup }: EndpointUser): void {
    this.group.addIngressRule(group, Port.tcp(443), 'An agent');
    group.addEgressRule(this.group, Port.tcp(443), 'AWS services that start the task');
    group.addEgressRule(Peer.prefixList(this.layers), Port.tcp(443), 'Image layers in S3');
    this.ecrApi.addToPolicy(allowedTo(executionRole, ['ecr:GetAuthorizationToken'], '*'));
    this.registry.addToPolicy(allowedTo(executionRole, pullActions, image.repository.repositoryArn));
    this.logs.addToPolicy(allowedTo(executionRole, logActions, logGroup.logGroupArn));
  }
}

/** Opens nothing of S3 but image layers: Amazon ECR User Guide, "Amazon ECR interface VPC endpoints", minimum bucket permissions. */
function layerEndpoint(scope: Construct, { vpc, users }: ServiceEndpointsProps): void {
  const { partition, region } = Stack.of(scope);
  new GatewayVpcEndpoint(scope, 'S3', { vpc, service: GatewayVpcEndpointAwsService.S3, subnets: [...users] }).addToPolicy(
    new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    }),
  );
}
