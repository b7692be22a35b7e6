import { type Answer, oneOf } from './answer';
import { judged } from './condition';
import { absent, type Fact, known } from './fact';
import { charGlyphs } from './glyph';
import { type OwnAccount, ownerOf } from './ownership';
import { ownAccount } from './principal';
import { namesNoResource, type Residual, residualsOf } from './residual';
import type { Statement } from './statement';

/** Whether a role's policies allow some of the requests on what isn't this account's. */
export function reachesElsewhere(requests: Residual, role: readonly Statement[], own: OwnAccount): Answer {
  const denies = role.filter(({ effect }) => effect === 'Deny');
  const allows = role.filter(({ effect }) => effect === 'Allow');
  return oneOf(
    allows.flatMap((statement) =>
      residualsOf(statement, requests, denies, own).map((residual) => elsewhere(residual, statement, own)),
    ),
  );
}

function elsewhere(residual: Residual, { doubt, conditions }: Statement, own: OwnAccount): Answer {
  const { binding, resources } = residual;
  const owners = resources.inside.map((arn) => ownerOf(arn, own));
  const here = owners.some((owner) => owner === 'this account' || owner === 'nobody');
  const { holds } = judged(conditions, direct);
  if (binding.resource === 'yes' || namesNoResource(residual) || here || holds === 'no') return 'no';
  return doubt || holds === 'maybe' || binding.resource === 'maybe' || owners.includes('not known') ? 'maybe' : 'yes';
}

/** Of what an agent asks itself: no service asks on its behalf. */
const direct: ReadonlyMap<string, Fact> = new Map([
  ['aws:viaawsservice', known(charGlyphs('false'))],
  ['aws:principalisawsservice', known(charGlyphs('false'))],
  ['aws:principalaccount', known(ownAccount)],
  ['kms:viaservice', absent],
]);
