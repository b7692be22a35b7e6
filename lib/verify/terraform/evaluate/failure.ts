import { Unresolved } from '../../world/value';

/** The value of an expression that Terraform would refuse; `try` and `can` see it. */
export class Failure extends Unresolved {}

/** A failure that is certain for the values that a world assumes: that world can't be deployed. */
export class Undeployable extends Failure {}
