import type { Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** What stands for the event bus that every account has. */
export const defaultBus = 'the default event bus';

/** Whether a bus's name or ARN means it: where none is given, it is meant. */
export const isDefaultBus = (index: ResourceIndex, name: Value | undefined): boolean =>
  /(?:^|event-bus\/)default$/.test(index.keyOf(name) ?? 'default');
