import { type Capability, capability } from './capability-row';

/** What changes the network or the proxy. AWS Service Authorization Reference, by service. */
export const infrastructureCapabilities: readonly Capability[] = [
  capability(
    'change the network',
    'ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:ModifySecurityGroupRules',
    'opens a security group',
    ['AWS::EC2::SecurityGroup'],
  ),
  capability('change the network', 'ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress', 'changes a security group', [
    'AWS::EC2::SecurityGroup',
  ]),
  capability('change the network', 'ec2:CreateRoute ec2:ReplaceRoute', 'adds a way out', ['AWS::EC2::RouteTable']),
  capability('change the network', 'ec2:AssociateRouteTable ec2:ReplaceRouteTableAssociation', "changes a subnet's routes", [
    'AWS::EC2::Subnet',
  ]),
  capability(
    'change the network',
    'ec2:CreateInternetGateway ec2:AttachInternetGateway ec2:CreateEgressOnlyInternetGateway',
    'makes a way to the internet',
    ['AWS::EC2::VPC'],
  ),
  capability(
    'change the network',
    'ec2:CreateNatGateway ec2:AllocateAddress ec2:AssociateAddress',
    'makes a way to the internet',
  ),
  capability('change the network', 'ec2:CreateVpcPeeringConnection ec2:AcceptVpcPeeringConnection', 'joins another network', [
    'AWS::EC2::VPC',
  ]),
  capability(
    'change the network',
    'ec2:CreateTransitGatewayVpcAttachment ec2:AttachVpnGateway ec2:EnableVgwRoutePropagation',
    'joins another network',
    ['AWS::EC2::VPC'],
  ),
  capability('change the network', 'ec2:CreateVpcEndpoint ec2:ModifyVpcEndpoint', 'makes or opens an endpoint', [
    'AWS::EC2::VPC',
    'AWS::EC2::VPCEndpoint',
  ]),
  capability(
    'change the network',
    'ec2:CreateNetworkAclEntry ec2:ReplaceNetworkAclEntry ec2:ReplaceNetworkAclAssociation',
    'opens a network ACL',
    ['AWS::EC2::NetworkAcl'],
  ),
  capability(
    'change the network',
    'ec2:CreateNetworkInterface ec2:AttachNetworkInterface ec2:ModifyNetworkInterfaceAttribute',
    'moves an interface to another group',
    ['AWS::EC2::NetworkInterface'],
  ),
  capability('change the network', 'ec2:ModifyInstanceAttribute', 'moves an instance to another group, or sets its user data', [
    'AWS::EC2::Instance',
  ]),
  capability(
    'change the network',
    'ec2:ModifyVpcAttribute ec2:CreateDhcpOptions ec2:AssociateDhcpOptions',
    'changes how names are resolved',
    ['AWS::EC2::VPC'],
  ),
  capability(
    'change the network',
    `route53resolver:UpdateFirewallRule route53resolver:CreateFirewallRule route53resolver:DeleteFirewallRule route53resolver:UpdateFirewallDomains route53resolver:DisassociateFirewallRuleGroup route53resolver:UpdateFirewallConfig route53resolver:CreateResolverRule`.replace(
      /\s+/g,
      ' ',
    ),
    'opens name resolution',
  ),
  capability(
    'change the network',
    'network-firewall:UpdateFirewallPolicy network-firewall:UpdateRuleGroup',
    "changes a firewall's rules",
  ),
  capability(
    'change the network',
    'vpc-lattice:CreateServiceNetworkVpcAssociation vpc-lattice:CreateServiceNetworkResourceAssociation',
    'joins another network',
    ['AWS::EC2::VPC'],
  ),
  capability(
    'control the proxy',
    'ecs:UpdateService ecs:CreateTaskSet ecs:UpdateServicePrimaryTaskSet',
    'replaces what the proxy runs',
    ['AWS::ECS::Service'],
  ),
  capability('control the proxy', 'ecs:ExecuteCommand', 'runs commands in the proxy', ['AWS::ECS::Cluster']),
  capability('control the proxy', 'ecs:PutClusterCapacityProviders ecs:StopTask', 'ends or moves the proxy', [
    'AWS::ECS::Cluster',
  ]),
  capability('control the proxy', 'ssm:SendCommand ssm:StartSession ssm:ResumeSession', 'runs commands on a host', [
    'AWS::EC2::Instance',
  ]),
  capability(
    'control the proxy',
    'ssm:CreateAssociation ssm:UpdateAssociation ssm:StartAutomationExecution',
    'runs commands on a host',
  ),
  capability(
    'control the proxy',
    'ec2-instance-connect:SendSSHPublicKey ec2-instance-connect:SendSerialConsoleSSHPublicKey ec2-instance-connect:OpenTunnel',
    'opens a shell on a host',
    ['AWS::EC2::Instance'],
  ),
  capability(
    'control the proxy',
    'lambda:UpdateFunctionCode lambda:PublishLayerVersion lambda:UpdateFunctionConfiguration',
    "replaces a function's code",
    ['AWS::Lambda::Function'],
  ),
  capability('control the proxy', 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate', 'replaces what new hosts run', [
    'AWS::EC2::LaunchTemplate',
  ]),
  capability(
    'control the proxy',
    'autoscaling:UpdateAutoScalingGroup autoscaling:CreateAutoScalingGroup',
    'replaces what new hosts run',
    ['AWS::AutoScaling::AutoScalingGroup'],
  ),
  capability('control the proxy', 'autoscaling:CreateLaunchConfiguration', 'replaces what new hosts run'),
  capability(
    'control the proxy',
    'cloudformation:CreateStack cloudformation:UpdateStack cloudformation:ExecuteChangeSet cloudformation:SetStackPolicy',
    'changes what is deployed',
    ['AWS::CloudFormation::Stack'],
  ),
  capability(
    'control the proxy',
    'cloudformation:CreateStackSet cloudformation:UpdateStackSet cloudformation:CreateResource cloudformation:UpdateResource',
    'changes what is deployed',
  ),
  capability(
    'control the proxy',
    'codebuild:StartBuild codebuild:UpdateProject codebuild:StartBuildBatch',
    "runs a build with its project's role",
    ['AWS::CodeBuild::Project'],
  ),
  capability(
    'control the proxy',
    'codepipeline:StartPipelineExecution codepipeline:UpdatePipeline codedeploy:CreateDeployment',
    'changes what is deployed',
  ),
  capability('control the proxy', 'ecr:PutImage ecr:BatchDeleteImage ecr:SetRepositoryPolicy', 'replaces an image', [
    'AWS::ECR::Repository',
  ]),
  capability(
    'control the proxy',
    'elasticloadbalancing:ModifyListener elasticloadbalancing:CreateRule elasticloadbalancing:RegisterTargets',
    'leads requests elsewhere',
  ),
  capability('control the proxy', 'secretsmanager:PutSecretValue secretsmanager:UpdateSecret', "changes the proxy's credential", [
    'AWS::SecretsManager::Secret',
  ]),
  capability('control the proxy', 'ssm:PutParameter', "changes the proxy's configuration", ['AWS::SSM::Parameter']),
  capability('change the network', 'ec2:ModifySubnetAttribute', 'gives new hosts public addresses', ['AWS::EC2::Subnet']),
  capability('change the network', 'ec2:CreateClientVpnEndpoint ec2:AssociateClientVpnTargetNetwork', 'joins another network'),
  capability(
    'change the network',
    'ec2:ModifyVpcEndpointServicePermissions ec2:AcceptVpcEndpointConnections',
    'admits others to an endpoint service',
  ),
  capability(
    'change the network',
    'route53:ChangeResourceRecordSets route53:AssociateVPCWithHostedZone',
    'changes how names are resolved',
  ),
  capability('control the proxy', 'ec2:ModifyInstanceMetadataOptions', "opens a host's metadata", ['AWS::EC2::Instance']),
  capability('control the proxy', 'eks:CreateAccessEntry eks:AssociateAccessPolicy', 'gives rights in the cluster', [
    'AWS::EKS::Cluster',
  ]),
  capability(
    'control the proxy',
    'secretsmanager:UpdateSecretVersionStage secretsmanager:RotateSecret',
    "changes the proxy's credential",
    ['AWS::SecretsManager::Secret'],
  ),
];
