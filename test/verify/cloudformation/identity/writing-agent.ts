// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { egress, of, type Resources, ref } from '../network/airlock';

export const sub = (text: string) => ({ 'Fn::Sub': text });

/** An account that may be this one, as far as the inputs tell. */
export const foreign = 'arn:aws:iam::999999999999:root';

/** Two accounts, of which one isn't this one. */
export const strangers = [foreign, 'arn:aws:iam::111111111111:root'];

/** An agent whose role may do some actions on something, by an endpoint that admits just that. */
export function writing(service: string, Action: string | readonly string[], Resource: unknown): Resources {
  return {
    ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }),
    Way: of('EC2::VPCEndpoint', {
      ...{ VpcId: ref('Room'), VpcEndpointType: 'Interface', SubnetIds: [ref('RoomSubnet')] },
      ...{ ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`), SecurityGroupIds: [ref('WayGroup')] },
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource }] },
    }),
    WayGroup: of('EC2::SecurityGroup', {
      ...{ GroupDescription: 'way', VpcId: ref('Room') },
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }],
    }),
    Agent: of('EC2::Instance', {
      ...{ SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')], IamInstanceProfile: ref('Profile') },
    }),
    Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
    Role: of('IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }],
    }),
  };
}
