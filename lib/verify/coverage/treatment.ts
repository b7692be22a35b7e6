import type { ModelledType } from './modelled-type';

/** What the judge makes of a type. */
export type Treatment =
  | { readonly kind: 'modelled'; readonly type: ModelledType }
  | { readonly kind: 'inert'; readonly why: string }
  | { readonly kind: 'unmodelled' };

export type TreatmentOf = (type: string) => Treatment;

/**
 * What is made of each type, by a cloud's tables; one that they don't have isn't modelled.
 * In the table of inert types, rows that end with `::` are for a whole service, and `*` stands for any letters.
 */
export function treatments(
  modelledTypes: Readonly<Record<string, ModelledType>>,
  inertTypes: Readonly<Record<string, string>>,
): TreatmentOf {
  const known = new Map<string, Treatment>();
  const patterns = Object.entries(inertTypes)
    .filter(([name]) => /::$|\*/.test(name))
    .map(([name, why]) => ({ why, pattern: new RegExp(`^${name.endsWith('::') ? `${name}.*` : name.replaceAll('*', '.*')}$`) }));
  const looked = (type: string): Treatment => {
    if (Object.hasOwn(modelledTypes, type)) return { kind: 'modelled', type: modelledTypes[type] as ModelledType };
    const why = Object.hasOwn(inertTypes, type) ? inertTypes[type] : patterns.find(({ pattern }) => pattern.test(type))?.why;
    return why === undefined ? { kind: 'unmodelled' } : { kind: 'inert', why };
  };
  return (type) => {
    const found = known.get(type) ?? looked(type);
    known.set(type, found);
    return found;
  };
}
