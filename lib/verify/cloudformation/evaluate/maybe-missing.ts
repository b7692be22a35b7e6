import { Unresolved } from '../../world/value';

/** A value that may turn out to be `AWS::NoValue`, so that the places of what follows it in a list aren't known. */
export class MaybeMissing extends Unresolved {}
