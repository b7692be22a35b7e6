/** A property that the emulated account takes and no API of it gives back, and why. */
export interface OnlyRecorded {
  readonly type: string;
  readonly property: string;
  readonly because: string;
}

const note = 'a note for people, which moto drops for peers other than addresses';

export const onlyRecordedProperties: readonly OnlyRecorded[] = [
  { type: 'AWS::EC2::FlowLog', property: 'ResourceType', because: "the API gives the network's id, which says as much" },
  { type: 'AWS::EC2::SecurityGroupEgress', property: 'Description', because: note },
  { type: 'AWS::EC2::SecurityGroupIngress', property: 'Description', because: note },
  {
    type: 'AWS::SecretsManager::Secret',
    property: 'GenerateSecretString',
    because: 'it is how the value is made, and nobody may see the value',
  },
];

/** What moto forgets or lacks, and code of ours keeps for the APIs to give back. */
const keptByOurs: readonly string[] = [
  'the DNS Firewall: its API, with lists, rules and associations',
  'of ECS services what moto leaves out: exec, deployments, grace period, rebalancing of zones',
  "of load balancers whether groups hold for PrivateLink; of endpoints their names and their interfaces' groups",
];

/** What holds for everything in the emulated account, and so isn't shown by a deployment to it. */
const notEmulated: readonly string[] = [
  'no packet is routed and no group filters: routes, groups, endpoints and load balancers are descriptions',
  'no name is resolved: the DNS Firewall keeps rules and checks their references',
  'no policy is evaluated: roles, endpoint policies and key policies are texts',
  'no task runs and no image is pulled: ECS keeps definitions and services, and starts nothing',
  'nothing is logged, scaled, rotated or encrypted',
  'update, diff and destroy are not tried: the stack is created once, in an empty account',
];

/** The lists for people to read, a line each. */
export function onlyRecordedText(): string {
  const properties = onlyRecordedProperties.map(({ type, property, because }) => `${type} ${property}: ${because}`);
  const lists = { 'only recorded': properties, 'kept by code of ours': keptByOurs, 'not emulated': notEmulated };
  return Object.entries(lists)
    .flatMap(([name, lines]) => [`${name}:`, ...lines.map((line) => `  ${line}`)])
    .join('\n');
}
