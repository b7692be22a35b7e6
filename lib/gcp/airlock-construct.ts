import { Construct } from 'constructs';
import { refuseForeignTokens } from './foreign-tokens';
import { stackOf } from './placement';

/** What every construct for Google Cloud is: made under a TerraformStack, or not at all, and free of what only aws-cdk-lib can resolve. */
export abstract class AirlockConstruct extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    refuseForeignTokens(stackOf(this));
  }
}
