import { Reference, Unresolved, type Value } from '../../world/value';

/** An expression that names a resource as a whole; an attribute of it is evaluated when asked for. */
export class WholeResource extends Reference {
  constructor(
    resource: string,
    readonly get: (name: string) => Value,
  ) {
    super(resource);
  }
}

/** A resource's name by reference, which the configuration may state as a literal. */
export class NameReference extends Reference {
  constructor(
    resource: string,
    readonly literal: () => Value,
  ) {
    super(resource, 'name');
  }
}

/** The instances of a resource or module whose number isn't known: one stands for each of them. */
export class AnyInstances extends Unresolved {
  constructor(
    reason: string,
    readonly instance: Value,
  ) {
    super(reason);
  }
}
