import { admitsOne, doubtIn } from '../../choice/truth';
import { hasPorts, protocolNumber } from '../../traffic/protocol';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { AnyOf, type Value } from '../../world/value';
import { portChoices } from '../port-choice';
import type { ResourceIndex } from '../resource-index';

/** Services that a rule may match. */
export interface ServiceChoice {
  readonly services: ServiceSet;
  readonly note?: string;
  readonly doubt?: Doubt;
}

/** What a protocol with its ports matches; every port of it where none is given: "Protocols and ports". */
export function ruleServices(
  index: ResourceIndex,
  protocol: Value | undefined,
  ports: Value | undefined,
): readonly ServiceChoice[] {
  const value = index.follow(protocol);
  if (value instanceof AnyOf) {
    const every = admitsOne(value, ['all']);
    if (every !== false)
      return [
        { services: ServiceSet.all, note: `with ${value.name}=all`, ...(doubtIn(every) && { doubt: doubtIn(every) as Doubt }) },
      ];
  }
  const text = index.keyOf(value) ?? 'all';
  if (text.toLowerCase() === 'all') return [{ services: ServiceSet.all }];
  const number = typeof value === 'object' && value !== null ? undefined : protocolNumber(text);
  if (number === undefined) return [{ services: ServiceSet.all, doubt: { reason: `the protocol ${text} isn't known` } }];
  if (!hasPorts(number) || index.elements(ports).length === 0) return [{ services: ServiceSet.protocol(number) }];
  return portChoices(index, ports).map((choice) => ({ ...choice, services: ServiceSet.ports(number, choice.ports) }));
}
