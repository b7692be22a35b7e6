import { App, type TerraformStack } from 'cdktf';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { configurationOf, egressIn, sealedIn, stackOf, twoAgents } from '../gcp/fixture';
import type { Configuration } from './schema/derived-schema';

/** A stack that is held against Terraform, and what its variables are given. */
export interface Deployed {
  readonly name: string;
  readonly configuration: () => Configuration;
  readonly variables: Readonly<Record<string, unknown>>;
}

const deployed = (name: string, fill: (stack: TerraformStack) => void, variables = {}): Deployed => ({
  name,
  configuration: () => {
    const stack = stackOf(new App());
    fill(stack);
    return configurationOf(stack);
  },
  variables,
});

/** Every stack that the tests of Terraform make. */
export const stacks: readonly Deployed[] = [
  deployed('two networks and their audit trail', (stack) => {
    const audit = new AuditTrail(stack, 'Audit');
    sealedIn(stack, { policy: twoAgents, audit });
    egressIn(stack, { audit });
  }),
];
