/** Which command of the AWS command line describes what an id names, by the id's prefix: "Resource IDs", Amazon EC2 User Guide. */
const commands: Readonly<Record<string, string>> = {
  acl: 'describe-network-acls',
  eigw: 'describe-egress-only-internet-gateways',
  eni: 'describe-network-interfaces',
  i: 'describe-instances',
  igw: 'describe-internet-gateways',
  nat: 'describe-nat-gateways',
  pcx: 'describe-vpc-peering-connections',
  pl: 'describe-prefix-lists',
  rtb: 'describe-route-tables',
  sg: 'describe-security-groups',
  subnet: 'describe-subnets',
  vpc: 'describe-vpcs',
  vpce: 'describe-vpc-endpoints',
};

/** How to let `--assume` tell what a text names, as the end of a doubt's reason; empty if nothing describes it. */
export function howToDescribe(text: string): string {
  const [, prefix = ''] = /\b([a-z]+)-[0-9a-f]{8,17}\b/.exec(text) ?? [];
  const command = Object.hasOwn(commands, prefix) ? commands[prefix] : undefined;
  return command === undefined ? '' : howToAdd(command);
}

/** The same for one command. */
export const howToAdd = (command: string): string => `: give the answer of aws ec2 ${command} to --assume`;
