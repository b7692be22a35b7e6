import { noticed } from './notices';

noticed('the door', [
  [
    'a second account',
    (w) => w.one('AWS::EC2::VPCEndpointService').AllowedPrincipals.push('arn:aws:iam::999999999999:root'),
    'principals that may make a door',
  ],
  [
    'everybody',
    (w) => {
      w.one('AWS::EC2::VPCEndpointService').AllowedPrincipals = ['*'];
    },
    'principals that may make a door',
  ],
  [
    'a second endpoint',
    (w, a) => w.add('AWS::EC2::VPCEndpoint', { ...a.door, VpcId: 'vpc-1', VpcEndpointId: 'vpce-1' }),
    'endpoints to the door',
  ],
  [
    'a load balancer that faces the internet',
    (w) => {
      w.one('AWS::ElasticLoadBalancingV2::LoadBalancer').Scheme = 'internet-facing';
    },
    'load balancer must be',
  ],
  [
    'targets that are not told who comes',
    (w) => {
      w.one('AWS::ElasticLoadBalancingV2::TargetGroup').Attributes['proxy_protocol_v2.enabled'] = 'false';
    },
    'targets of port',
  ],
  [
    'a third listener',
    (w) => w.add('AWS::ElasticLoadBalancingV2::Listener', { ...w.one('AWS::ElasticLoadBalancingV2::Listener'), Port: 22 }),
    "the door's ports",
  ],
]);
