import { canonicalJson } from '../../../policy/canonical-json';
import { type Fields, isSymbol, Unresolved, type Value } from '../../world/value';
import { own } from '../load/json';
import { isLiteral } from './contents';
import { evaluateBlock } from './dynamic-blocks';
import { functions } from './functions/functions';
import { Lookup } from './lookup';
import type { Block } from './module-blocks';
import { operate } from './operation';
import { projectNumber } from './project-number';
import type { Scope } from './scope';

/** The outputs of another root whose state a data source reads; undefined if that root isn't in the inputs. */
export type OutputsOf = (state: string) => ((name: string) => Value) | undefined;

/** How a state is told from another: the backend that keeps it. */
export const stateKey = (backend: string, config: Value): string => `${backend} ${canonicalJson(config)}`;

/** What a data source means without reading it: its own arguments, and what can be computed from them. */
export function dataSource(block: Block, scope: Scope, outputsOf: OutputsOf): Value {
  return new Lookup(
    unread(block),
    (name) => computed(block, name, scope, outputsOf) ?? argument(block, name, scope) ?? new Unresolved(unread(block)),
  );
}

const unread = (block: Block): string => `${block.address} is read at apply`;

function argument(block: Block, name: string, scope: Scope): Value | undefined {
  const json = name === 'id' ? undefined : own(block.body, name);
  return json === undefined ? undefined : evaluateBlock(json, scope);
}

function computed(block: Block, name: string, scope: Scope, outputsOf: OutputsOf): Value | undefined {
  if (block.type === 'terraform_remote_state' && name === 'outputs') return remoteOutputs(block, scope, outputsOf);
  if (block.type === 'google_project' && name === 'number' && own(block.body, 'provider') === undefined)
    return projectNumber(argument(block, 'project_id', scope));
  return block.type === 'google_iam_policy' && name === 'policy_data' ? policyData(block, scope) : undefined;
}

function remoteOutputs(block: Block, scope: Scope, outputsOf: OutputsOf): Value | undefined {
  const [backend, config] = [argument(block, 'backend', scope), argument(block, 'config', scope)];
  if (typeof backend !== 'string' || config === undefined || !isLiteral(config)) return undefined;
  const output = outputsOf(stateKey(backend, unwrapped(config)));
  return output && new Lookup(`${block.address}.outputs`, output);
}

const unwrapped = (value: Value): Value => (Array.isArray(value) && value.length === 1 ? (value[0] as Value) : value);

/** The policy as JSON, as the google provider's page "google_iam_policy" describes `policy_data`. */
function policyData(block: Block, scope: Scope): Value {
  const bindings = argument(block, 'binding', scope) ?? [];
  return operate(scope.run.decided, 'policy_data', [bindings], ([value]) => {
    const policy = { bindings: isSymbol(value as Value) ? value : [value].flat() } as Fields;
    return (functions.get('jsonencode') as (policy: Value) => Value)(policy);
  });
}
