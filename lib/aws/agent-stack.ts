import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IAirlock } from './agent-airlock';

/** Throws an Error if an agent isn't in the stack of its network. */
export function refuseOtherStack(agent: Construct, { sealed }: Pick<IAirlock, 'sealed'>): void {
  const [here, there] = [Stack.of(agent), Stack.of(sealed)];
  if (here === there) return;
  throw new Error(`agent '${agent.node.path}' must be in stack '${there.node.path}', as its network's endpoints name its role and its role \
names the network, got '${here.node.path}'`);
}
