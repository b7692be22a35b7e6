import { describe, expect, test } from 'vitest';
import { withToldSources } from '../../../lib/verify/cloudformation/told-sources';
import { reach } from '../../../lib/verify/reachability/reach';
import { withinPolicy } from '../../../lib/verify/rules/proxy/within-policy';
import { att, of, type Resources, ref, sealed } from '../cloudformation/network/airlock';
import { indexOf } from '../cloudformation/network/judged';
import { agentRules, allow, changed, firewall, hop, iface, rooms, tcp, sealed as twoRooms } from '../reachability/fixture';
import { policy, policyOfTwo, rendered } from './deployed';

const agents = [
  { agent: 'reviewer', endpointIds: ['vpce-1'] },
  { agent: 'builder', sources: ['10.0.1.0/24'] },
];
const byEndpoint = [
  { agent: 'reviewer', endpointIds: ['vpce-1'] },
  { agent: 'builder', endpointIds: ['vpce-2'] },
];
const ofTwo = JSON.stringify(rendered(policyOfTwo, { agents }));
const bootstrap = (text: string) => ({ proxy: 'proxy', text, hop: hop('task') });

describe('a proxy that tells agents apart by what a load balancer says', () => {
  const near = changed(twoRooms, {
    ...agentRules(allow('proxy', tcp(8080))),
    subnets: [rooms.egress, { ...rooms.doors, network: 'agents' }],
  });
  const beside = changed(near, {
    interfaces: [iface('proxy', rooms.doors, { groups: ['proxy'], ingress: [firewall([allow('agents', tcp(8080))])] })],
  });
  const judged = (model: typeof twoRooms, text: string, of = policyOfTwo) =>
    withinPolicy
      .judge({ model: { ...model, bootstraps: [bootstrap(text)] }, ...reach(model), policy: of })
      .map(({ verdict, message }) => `${verdict}: ${message}`);
  const direct = 'unknown: may say that it is another agent: it reaches proxy without a load balancer that says who connects';

  test('is proven where agents come by the load balancer', () => {
    expect(judged(twoRooms, ofTwo)).toEqual([]);
  });
  test('is unknown where an agent comes past it', () => {
    expect(judged(beside, ofTwo)).toEqual([direct]);
  });
  test('is unknown where it tells them by their endpoints', () => {
    expect(judged(beside, JSON.stringify(rendered(policyOfTwo, { agents: byEndpoint })))).toEqual([direct]);
  });
  test('has nothing to tell of one agent', () => {
    expect(judged(beside, JSON.stringify(rendered()), policy)).toEqual([]);
  });
});

describe('a target group of the proxy', () => {
  const group = (more: Record<string, unknown>): Resources => ({
    Proxies: of('ElasticLoadBalancingV2::TargetGroup', {
      ...{ VpcId: ref('Outer'), TargetType: 'instance', Port: 3128, Protocol: 'TCP', Targets: [{ Id: ref('Proxy') }], ...more },
    }),
  });
  const says = (Value: unknown) => ({ TargetGroupAttributes: [{ Key: 'proxy_protocol_v2.enabled', Value }] });
  const fleet: Resources = {
    ...group({ Targets: undefined }),
    Fleet: of('AutoScaling::AutoScalingGroup', { TargetGroupARNs: [ref('Proxies')], VPCZoneIdentifier: [ref('ProxySubnet')] }),
  };
  const registers = [{ targetGroup: 'S/Proxies', to: 'S/Fleet', hop: hop('Fleet') }];
  const doubtOf = (changes: Resources, text = ofTwo, registrations: typeof registers = []) =>
    withToldSources(
      indexOf({ ...sealed, ...changes }, { Says: { Type: 'String' } }),
      ['S/Proxy', 'S/Fleet'],
      { registrations, interfaces: [] },
      bootstrap(text),
    ).doubt;

  test.each<[string, string | undefined, ...Parameters<typeof doubtOf>]>([
    ['that says nothing of it', 'S/Proxies', {}],
    ['that says no', 'S/Proxies', group(says('false'))],
    ['that says what a parameter says', 'S/Proxies', group(says(ref('Says')))],
    ['that an Auto Scaling group registers with', 'S/Proxies', fleet, ofTwo, registers],
    ['that says yes', undefined, group(says('true'))],
    ['that says yes as a truth value', undefined, group(says(true))],
    ['that is for others', undefined, group({ Targets: [{ Id: att('Agent', 'InstanceId') }] })],
    ['of an only agent', undefined, {}, JSON.stringify(rendered())],
  ])('%s', (_, silent, ...given) => {
    expect(doubtOf(...given)?.split(' ')[0]).toBe(silent);
  });
});
