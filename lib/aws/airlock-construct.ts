import { Construct } from 'constructs';
import { refuseForeignTokens } from './foreign-tokens';
import { stackOf } from './placement';

/** What every construct for AWS is: made under a Stack of aws-cdk-lib, or not at all, and free of what only cdktf can resolve. */
export abstract class AirlockConstruct extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    refuseForeignTokens(stackOf(this));
  }
}
