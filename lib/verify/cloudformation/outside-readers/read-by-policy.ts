import { hop } from '../../world/hop';
import { resourcePolicy } from '../identity/resource-policies';
import { actionGlyphs } from '../policy-language/action';
import { allows, type Permission } from '../policy-language/allows';
import { type Answer, allOf } from '../policy-language/answer';
import { type Outlet, outlets, type Thing } from './outlet';
import { everybody, namedOutsiders, type Outsider } from './outsider';

/** Who outside may read a thing by its own policy; `open` tells whether its service lets a policy name everybody. */
export function readByPolicy(thing: Thing, actions: readonly string[], open: Answer = 'yes'): readonly Outlet[] {
  const statements = resourcePolicy(thing.index, thing.resource) ?? [];
  if (statements.length === 0) return [];
  return [
    ...reading(thing, actions, everybody, open),
    ...namedOutsiders(statements, thing.own).flatMap((each) => reading(thing, actions, each, 'yes')),
  ];
}

/** Whether everybody may do something to a thing, without an account. */
export const everybodyMay = (thing: Thing, actions: readonly string[]): Answer => may(thing, actions, everybody).answer;

function reading(thing: Thing, actions: readonly string[], by: Outsider, possible: Answer): readonly Outlet[] {
  const { answer, witnesses } = may(thing, actions, by);
  const place = witnesses[0]?.place ?? thing.resource.place;
  const whole = allOf([answer, by.outside, possible]);
  return outlets(
    whole,
    hop(place, `${whole === 'yes' ? 'lets' : 'may let'} ${by.name} read what is put into ${thing.resource.id}`),
  );
}

function may({ index, resource, contents }: Thing, actions: readonly string[], { requester, facts }: Outsider): Permission {
  const statements = resourcePolicy(index, resource) ?? [];
  const ask = { actions: actions.map((action) => actionGlyphs(action)), resources: contents, facts };
  return allows({ requester, identity: [], resource: { statements } }, ask);
}
