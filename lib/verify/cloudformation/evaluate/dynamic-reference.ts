import { AnyOf, Reference, Unresolved } from '../../world/value';

type Part = string | Reference | AnyOf | Unresolved;

const start = '{{resolve:';

/** Replaces each `{{resolve:…}}`, also one with holes in it, by what it stands for ("Get values stored in other services using dynamic references"). */
export function withDynamicReferences(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((part) => typeof part === 'string' && part.includes('{{resolve:'))) return parts;
  const whole: Part[] = [];
  let open: Part[] | undefined; // the pieces of a reference that hasn't ended yet
  for (const piece of parts.flatMap(pieces)) {
    if (piece === start) {
      if (open) whole.push(start, ...open);
      open = [];
    } else if (piece === '}}' && open) {
      whole.push(referred(open));
      open = undefined;
    } else (open ?? whole).push(piece);
  }
  return open ? [...whole, start, ...open] : whole;
}

const pieces = (part: Part): readonly Part[] =>
  typeof part === 'string' ? part.split(/(\{\{resolve:|\}\})/).filter((piece) => piece !== '') : [part];

function referred(pieces: readonly Part[]): Unresolved {
  const name = pieces.map(shown).join('');
  const service = name.split(':', 1)[0];
  return new Unresolved(`the value of '${name}' isn't in the inputs`, service === 'secretsmanager' || service === 'ssm-secure');
}

function shown(part: Part): string {
  if (typeof part === 'string') return part;
  if (part instanceof Reference) return part.resource;
  return part instanceof AnyOf ? part.name : '…';
}
