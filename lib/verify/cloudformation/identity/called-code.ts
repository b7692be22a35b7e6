import type { Resource } from '../../world/world';
import { type Glyphs, glyphsOf } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import { type Grant, grantOf } from './grant';
import { mayAnywhere, mayOn, type RoleRequester } from './requester';
import { resourcePolicy } from './resource-policies';

/** Calls of code that the inputs make: it does what it was written for, and what that is isn't in the inputs. */
const calls = [
  ['AWS::Lambda::Function', ['lambda:InvokeFunction', 'lambda:InvokeAsync', 'lambda:InvokeFunctionUrl']],
  ['AWS::StepFunctions::StateMachine', ['states:StartExecution', 'states:StartSyncExecution']],
] as const;

/** Code that a role may call and that isn't harmless: it could carry something out, or do what the role may not. */
export function calledCode(by: RoleRequester, isHarmless: (id: string) => boolean): Grant[] {
  return calls.flatMap(([type, actions]) =>
    actions.flatMap((action) => {
      const granted = mayAnywhere(by, [action]).answer !== 'no';
      return by.index
        .ofType(type)
        .filter((resource) => granted || resourcePolicy(by.index, resource) !== undefined)
        .flatMap((resource) => callOf(by, action, resource))
        .filter(({ resource }) => !isHarmless(resource.id))
        .flatMap(({ grants }) => grants);
    }),
  );
}

function callOf(
  by: RoleRequester,
  action: string,
  resource: Resource,
): { readonly resource: Resource; readonly grants: Grant[] }[] {
  const arn = arnOf(resource);
  if (!arn) return [];
  const reason = `what ${resource.id} does for its callers isn't in the inputs`;
  const told = { kind: 'run-elsewhere', action, object: `on ${resource.id}`, limit: 'maybe', reason } as const;
  const grants = grantOf(mayOn(by, [action], resource, versions(arn)), told);
  return grants.length > 0 ? [{ resource, grants }] : [];
}

/** A function is called by its own ARN, or by that of a version or an alias. */
const versions = (arn: Glyphs): Glyphs[] => [arn, [...arn, ...glyphsOf(':*')]];
