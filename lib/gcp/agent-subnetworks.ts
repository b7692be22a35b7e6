import { Token } from 'cdktf';
import { type Cidr, parseCidr } from '../policy/cidr';
import type { EgressPolicy } from '../policy/egress-policy';
import type { ISubnetwork } from './network-ref';

type Given = Readonly<Record<string, ISubnetwork>>;

/** The subnetwork of each agent of a policy; throws an Error if one has none, or if several can't be told apart by their blocks. */
export function subnetworksByAgent({ agents }: EgressPolicy, given: Given): ReadonlyMap<string, ISubnetwork> {
  const subnetworks = new Map(agents.map(({ name }) => [name, subnetworkFor(name, given)]));
  if (agents.length > 1) distinctBlocks(subnetworks);
  return subnetworks;
}

function subnetworkFor(agent: string, given: Given): ISubnetwork {
  const subnetwork = given[agent];
  if (subnetwork) return subnetwork;
  throw new Error(`existing.agents must have a subnetwork of agent '${agent}', got those of ${Object.keys(given)}`);
}

function distinctBlocks(subnetworks: ReadonlyMap<string, ISubnetwork>): void {
  const seen: { readonly agent: string; readonly block: Cidr }[] = [];
  for (const [agent, subnetwork] of subnetworks) {
    const block = literalBlock(subnetwork, agent);
    const other = seen.find((one) => one.block.overlaps(block));
    if (other)
      throw new Error(
        `agents '${other.agent}' and '${agent}' must have blocks of their own, got ${other.block.text} and ${block.text}`,
      );
    seen.push({ agent, block });
  }
}

function literalBlock({ ipCidrRange, name }: ISubnetwork, agent: string): Cidr {
  if (!Token.isUnresolved(ipCidrRange)) return parseCidr(ipCidrRange);
  throw new Error(`subnetwork '${name}' of agent '${agent}' must have a literal ipCidrRange, as agents are told apart by it`);
}
