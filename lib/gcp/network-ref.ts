import { literal } from './literal';

/** A VPC network: a ComputeNetwork, or the data source of one that exists. */
export interface INetwork {
  readonly id: string;
  readonly name: string;
  readonly selfLink: string;
}

/** A subnetwork: a ComputeSubnetwork, or the data source of one that exists. */
export interface ISubnetwork {
  readonly id: string;
  readonly name: string;
  readonly ipCidrRange: string;
}

/** A network as a user names it, of which Terraform evaluates tokens alone. */
export const namedNetwork = ({ id, name, selfLink }: INetwork): INetwork => ({
  ...{ id: literal(id), name: literal(name), selfLink: literal(selfLink) },
});

/** A subnetwork as a user names it, of which Terraform evaluates tokens alone. */
export const namedSubnetwork = ({ id, name, ipCidrRange }: ISubnetwork): ISubnetwork => ({
  ...{ id: literal(id), name: literal(name), ipCidrRange: literal(ipCidrRange) },
});
