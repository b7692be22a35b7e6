import { isIPv4 } from 'node:net';
import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { parseCidr } from '../policy/cidr';
import { AirlockConstruct } from './airlock-construct';
import type { INetwork, ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';
import { addressIn } from './subnet-blocks';

export interface ToolAddressProps {
  readonly network: INetwork;
  readonly subnetwork: ISubnetwork;
  /** Exact name. */
  readonly host: string;
  /** @default - the last free one of the subnetwork, before those of the tools that were made before */
  readonly address?: string;
  /** How many tools were made before. */
  readonly before: number;
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
    const { subnetwork, network, host } = props;
    this.address = props.address === undefined ? lastOf(subnetwork, props.before) : within(subnetwork, props.address);
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
      privateVisibilityConfig: { networks: [{ networkUrl: network.id }] },
    });
    const answer = { managedZone: zone.name, name: `${host}.`, type: 'A', ttl: 60, rrdatas: [this.address] };
    new DnsRecordSet(this, 'Name', { project, ...answer });
  }
}

/** Hosts are given addresses from the other end; the last two of a subnetwork are Google's ("Subnets", unusable addresses). */
function lastOf({ ipCidrRange, name }: ISubnetwork, before: number): string {
  if (Token.isUnresolved(ipCidrRange))
    throw new Error(`address must be given, as the block of subnetwork '${name}' isn't written out`);
  const block = parseCidr(ipCidrRange);
  return addressIn(block, 2 ** (32 - block.bits) - 3 - before);
}

function within({ ipCidrRange }: ISubnetwork, address: string): string {
  const block = Token.isUnresolved(ipCidrRange) ? undefined : parseCidr(ipCidrRange);
  if (isIPv4(address) && (block?.contains(address) ?? true)) return address;
  throw new Error(`address must be an IPv4 address in ${block?.text ?? "the tools' subnetwork"}, written out, got '${address}'`);
}
