import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { IAirlock } from './airlock';
import type { ISubnetwork } from './network-ref';
import { placementOf, stackOf } from './placement';

/** The subnetwork that an agent of the policy runs in; throws an Error if the agent is made in another stack or region than it. */
export function agentPlace(agent: Construct, { sealed }: IAirlock, name: string): ISubnetwork {
  const [here, there] = [stackOf(agent), stackOf(sealed)];
  if (here !== there) {
    throw new Error(`agent '${agent.node.path}' must be in stack '${there.node.path}', as what is proven of its network is proven of one stack, \
got '${here.node.path}'`);
  }
  const subnetwork = sealed.subnetworkOf(name);
  const { region } = placementOf(agent);
  const found = /\/regions\/([^/]+)\//.exec(subnetwork.id)?.[1];
  if (found === undefined || Token.isUnresolved(region) || found === region) return subnetwork;
  throw new Error(`agent '${agent.node.path}' must be in the region of its subnetwork '${subnetwork.id}', got '${region}'`);
}
