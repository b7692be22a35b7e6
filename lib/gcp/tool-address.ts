import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { parseCidr } from '../policy/cidr';
import { AirlockConstruct } from './airlock-construct';
import type { EgressNetwork } from './egress-network';
import type { ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';
import { addressIn } from './subnet-blocks';

export interface ToolAddressProps {
  readonly network: EgressNetwork;
  /** Exact name. */
  readonly host: string;
  /** @default - one that the host's name makes, of the last half of the tools' subnetwork */
  readonly address?: string;
}

/**
 * A tool's address, which is known before it is deployed, so that a policy can permit it, and the name that leads to it: in a zone of the egress
 * network for this name alone, so that it takes over no other.
 */
export class ToolAddress extends AirlockConstruct {
  /** Written out. */
  readonly address: string;
  readonly selfLink: string;

  constructor(scope: Construct, id: string, props: ToolAddressProps) {
    super(scope, id);
    const { network, host } = props;
    const { tools: subnetwork } = network;
    this.address = props.address === undefined ? addressFor(host, subnetwork) : within(subnetwork, props.address);
    network.keepToolAddress(this.address, host);
    const placement = placementOf(this);
    const reserved = new ComputeAddress(this, 'Address', {
      ...placement,
      name: resourceName(this),
      addressType: 'INTERNAL',
      subnetwork: subnetwork.id,
      address: this.address,
    });
    this.selfLink = reserved.selfLink;
    const { project } = placement;
    const zone = new DnsManagedZone(this, 'Zone', {
      ...{ project, name: resourceName(this), dnsName: `${host}.` },
      description: 'The name of a tool, which leads to its load balancer',
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: network.network.id }] },
    });
    const answer = { managedZone: zone.name, name: `${host}.`, type: 'A', ttl: 60, rrdatas: [this.address] };
    new DnsRecordSet(this, 'Name', { project, ...answer });
  }
}

/**
 * The same for a name, whichever tools there are besides: else an address would move with another tool's end. Of the last half, as hosts are given
 * addresses from the other end; the last two of a subnetwork are Google's ("Subnets", unusable addresses).
 */
function addressFor(host: string, { ipCidrRange, name }: ISubnetwork): string {
  if (Token.isUnresolved(ipCidrRange))
    throw new Error(`address must be given, as the block of subnetwork '${name}' isn't written out`);
  const block = parseCidr(ipCidrRange);
  const half = 2 ** (31 - block.bits);
  const place = createHash('sha256').update(host).digest().readUInt32BE(0) % (half - 2);
  return addressIn(block, half + place);
}

function within({ ipCidrRange }: ISubnetwork, address: string): string {
  const block = Token.isUnresolved(ipCidrRange) ? undefined : parseCidr(ipCidrRange);
  if (isIPv4(address) && (block?.contains(address) ?? true)) return address;
  throw new Error(`address must be an IPv4 address in ${block?.text ?? "the tools' subnetwork"}, written out, got '${address}'`);
}
