/** Where a type states what matters about the code that it runs; paths are dotted, and lists on the way are walked through. */
export interface WorkloadShape {
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  /** A group of subnets by its name: the property, the group's type, and where that states the subnets. @default - none */
  readonly subnetGroup?: { readonly path: string; readonly type: string; readonly name: string };
  /** A resource whose properties count where its own say nothing, such as a database's cluster. @default - none */
  readonly parent?: { readonly path: string; readonly type: string };
  /** ARNs or names of roles. @default - none */
  readonly roles?: readonly string[];
  /** Names or ARNs of instance profiles. @default - none */
  readonly profiles?: readonly string[];
  /** Variables as `{ NAME: value }`. @default - none */
  readonly variables?: readonly string[];
  /** Variables as `[{ Name, Value }]`. @default - none */
  readonly variableList?: readonly string[];
  /** Scripts and code that stand in the template. @default - none */
  readonly texts?: readonly string[];
  /** ARNs of EFS access points. @default - none */
  readonly accessPoints?: readonly string[];
  /** Where it is if it states no subnets: outside every network with the internet in reach, in no network, or the default VPC. */
  readonly otherwise: 'outside' | 'nowhere' | 'default VPC';
  /** What puts it outside, whatever subnets it states. @default - nothing */
  readonly outside?: Setting;
  /** What takes its network away. @default - nothing */
  readonly isolated?: Setting;
  /** What gives it a public address. @default - nothing does */
  readonly publicIp?: Setting | 'subnet';
  /** What gives it IPv6 addresses. @default - as the subnet says */
  readonly ipv6?: Setting;
  /** Whether it opens connections: code does freely, a database perhaps, a cache never. @default 'freely' */
  readonly opens?: 'freely' | 'perhaps' | 'never';
  /** Why groups that aren't stated can't be told. @default - it is the VPC's default group */
  readonly ownGroup?: string;
}

/** A property that has one of some values, in lower case. */
export interface Setting {
  readonly path: string;
  readonly wanted: readonly string[];
  /** What leaving it out means. */
  readonly otherwise: boolean;
}
