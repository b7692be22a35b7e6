import { noticed } from './notices';

noticed('groups', [
  ['an agent that may send everywhere', (w, a) => w.openRule(a.agentGroup), `to -1 0.0.0.0/0`],
  [
    'an agent that may send everywhere on one port',
    (w, a) => w.openRule(a.agentGroup, { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    'to tcp 443 0.0.0.0/0',
  ],
  ['an agent that may send by IPv6', (w, a) => w.openRule(a.agentGroup, { CidrIpv4: undefined, CidrIpv6: '::/0' }), 'to -1 ::/0'],
  [
    'a wider range of ports',
    (w, a) => {
      w.one('AWS::EC2::SecurityGroupRule', (r) => r.GroupId === a.agentGroup && r.ToPort === 8080).ToPort = 8090;
    },
    'to tcp 8080-8090',
  ],
  ['an agent that others reach', (w, a) => w.openRule(a.agentGroup, { IsEgress: false }), 'from -1 0.0.0.0/0'],
  [
    'a door that others reach',
    (w, a) => w.openRule(a.door.Groups[0].GroupId, { IsEgress: false, CidrIpv4: '10.64.0.0/16' }),
    'from -1 10.64.0.0/16',
  ],
  ['endpoints that send', (w) => w.openRule(w.endpoint('.logs').Groups[0].GroupId), 'to -1 0.0.0.0/0'],
  [
    'a load balancer that others reach',
    (w, a) => w.openRule(a.balancer.SecurityGroups[0], { IsEgress: false }),
    'from -1 0.0.0.0/0',
  ],
  ['proxies that others reach', (w, a) => w.openRule(a.proxyGroup, { IsEgress: false }), 'from -1 0.0.0.0/0'],
  ['proxies that send to every port', (w, a) => w.openRule(a.proxyGroup), 'to -1 0.0.0.0/0'],
  [
    'a rule that is gone',
    (w, a) => {
      w.rule(a.agentGroup, true).GroupId = 'sg-1';
    },
    'rules of sg-',
  ],
  [
    'another group',
    (w, a) => w.add('AWS::EC2::SecurityGroup', { VpcId: a.sealedVpc, GroupId: 'sg-1', GroupName: 'more' }),
    'groups of both networks',
  ],
  [
    'a member of the default group',
    (w, a) => {
      const { GroupId } = w.one('AWS::EC2::SecurityGroup', (g) => g.VpcId === a.egressVpc && g.GroupName === 'default');
      w.add('AWS::EC2::NetworkInterface', { VpcId: a.egressVpc, Groups: [{ GroupId }] });
    },
    'members of the default group',
  ],
]);
