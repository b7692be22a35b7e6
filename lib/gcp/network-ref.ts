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
