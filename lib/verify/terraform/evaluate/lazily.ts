import type { Value } from '../../world/value';
import { Failure } from './failure';

/** A value that is computed when it is first asked for, and at most once; one that needs itself is a failure. */
export function lazily(name: string, compute: () => Value): () => Value {
  let state: 'new' | 'running' | { readonly value: Value } = 'new';
  return () => {
    if (state === 'running') return new Failure(`${name} leads to itself`);
    if (state !== 'new') return state.value;
    state = 'running';
    const value = compute();
    state = { value };
    return value;
  };
}
