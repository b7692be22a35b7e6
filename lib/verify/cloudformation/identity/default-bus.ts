import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { OwnAccount } from '../policy-language/ownership';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';
import { type NamedThing, namedAmong } from './named-things';

/** What stands for the event bus that every account has. */
export const defaultBus = 'the default event bus';

const type = 'AWS::Events::EventBus';

/** The buses that the inputs make, and the one of every account where they have rules or policies. */
export const eventBuses = oncePerIndex((index): readonly Resource[] => {
  const made = index.ofType(type);
  const [first] = index.ofType('AWS::Events::Rule', 'AWS::Events::EventBusPolicy');
  return first ? [...made, { ...first, id: defaultBus, type, properties: { Name: 'default' } }] : made;
});

/** The buses that a name or an ARN means; where none is given, the default one is meant. */
export const namedBuses = (index: ResourceIndex, name: Value | undefined, own: OwnAccount): readonly NamedThing[] =>
  namedAmong(index, name ?? 'default', own, eventBuses(index));
