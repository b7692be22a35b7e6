import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf } from '../../../../lib/verify/cloudformation/evaluate/text';
import { worldsOf } from '../../../../lib/verify/cloudformation/evaluate/worlds';
import type { Json, JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import { AnyOf, isFields, Reference, Text, Unresolved, type Value } from '../../../../lib/verify/world/value';
import type { Resource, World } from '../../../../lib/verify/world/world';
import { template } from './fixture';

/** Whether an open value can be the concrete one. */
function covers(open: Value | undefined, concrete: Value | undefined): boolean {
  if (open instanceof Unresolved) return true;
  // what is given for a NoEcho parameter stays a secret
  if (concrete instanceof AnyOf) return partsOf(open).some((part) => part instanceof AnyOf && part.secret);
  if (open instanceof AnyOf) return open.list || (typeof concrete === 'string' && open.admits(concrete) !== false);
  if (open instanceof Text) return concrete instanceof Text || (typeof concrete === 'string' && pattern(open).test(concrete));
  if (open instanceof Reference)
    return concrete instanceof Reference && open.resource === concrete.resource && open.attribute === concrete.attribute;
  if (Array.isArray(open))
    return (
      Array.isArray(concrete) && open.length === concrete.length && open.every((item, index) => covers(item, concrete[index]))
    );
  if (!isFields(open) || !isFields(concrete ?? null)) return open === concrete;
  const names = new Set([...Object.keys(open), ...Object.keys(concrete as object)]);
  return [...names].every((name) => covers(open[name], (concrete as { [name: string]: Value })[name]));
}

const pattern = ({ parts }: Text): RegExp =>
  new RegExp(
    `^${parts.map((part) => (typeof part === 'string' ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : '.*')).join('')}$`,
    's',
  );

const coversWorld = (open: World, concrete: World): boolean =>
  [...new Set([...open.resources.keys(), ...concrete.resources.keys()])].every((id) =>
    coversResource(open.resources.get(id), concrete.resources.get(id)),
  );

function coversResource(open: Resource | undefined, concrete: Resource | undefined): boolean {
  if (!open) return !concrete;
  if (!concrete) return open.doubt !== undefined;
  return covers(open.properties as Value, concrete.properties as Value);
}

const texts = ['', 'a', 'b', 'prod', 'dev', 'prod-x', '10.0.0.0/8'];
const names = ['P', 'Q', 'E', 'L', 'S'];
const text = fc.constantFrom(...texts);

const parameters: Record<string, JsonMapping> = {
  P: { Type: 'String' },
  Q: { Type: 'String', AllowedPattern: '[a-z]*', Default: 'b' },
  E: { Type: 'String', AllowedValues: ['dev', 'prod', 'a'] },
  L: { Type: 'CommaDelimitedList' },
  S: { Type: 'String', NoEcho: 'true' },
};

const admitted: Record<string, fc.Arbitrary<string>> = {
  P: fc.oneof(text, fc.string()),
  Q: fc.constantFrom('', 'a', 'b', 'prod', 'dev', 'zz'),
  E: fc.constantFrom('dev', 'prod', 'a'),
  L: fc.constantFrom('', 'a', 'a,b', 'prod,dev,x'),
  S: text,
};

const ref = fc.constantFrom(...names).map((name): Json => ({ Ref: name }));

const { value, condition } = fc.letrec<{ value: Json; condition: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom('P', 'Q', 'E', 'S').map((name): Json => ({ Ref: name })),
    fc.constantFrom('P', 'E').map((name): Json => ({ 'Fn::Sub': `\${${name}}-x` })),
    fc
      .tuple(fc.constantFrom('', '-', ','), tie('value'), tie('value'))
      .map(([by, one, other]): Json => ({ 'Fn::Join': [by, [one, other]] })),
    fc
      .tuple(fc.constant(0), fc.constantFrom('-', ','))
      .map(([index, by]): Json => ({ 'Fn::Select': [index, { 'Fn::Split': [by, { Ref: 'P' }] }] })),
    fc.constantFrom<Json>({ 'Fn::Join': ['', { Ref: 'L' }] }, { 'Fn::Select': [0, { Ref: 'L' }] }),
    fc
      .constantFrom('P', 'E', 'Q')
      .map((name): Json => ({ 'Fn::FindInMap': ['M', { Ref: name }, 'k', { DefaultValue: 'none' }] })),
    fc.tuple(fc.constantFrom('C0', 'C1', 'C2'), tie('value'), tie('value')).map((parts): Json => ({ 'Fn::If': parts })),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(tie('value'), fc.oneof(text, tie('value'))).map((operands): Json => ({ 'Fn::Equals': operands })),
    fc.tuple(ref, text).map((operands): Json => ({ 'Fn::Equals': operands })),
    tie('condition').map((inner): Json => ({ 'Fn::Not': [inner] })),
    fc.tuple(tie('condition'), tie('condition')).map((inner): Json => ({ 'Fn::And': inner })),
    fc.tuple(tie('condition'), tie('condition')).map((inner): Json => ({ 'Fn::Or': inner })),
    fc.constantFrom('C0', 'C1', 'C2').map((Condition): Json => ({ Condition })),
  ),
}));

const resource = fc.tuple(fc.constantFrom<string | undefined>('C0', 'C1', 'C2', undefined), value, fc.oneof(value, ref)).map(
  ([Condition, A, B]): Json => ({
    Type: 'A::B::C',
    ...(Condition && { Condition }),
    Properties: { A, B },
  }),
);

/** With no reference to conditions but those before it: CloudFormation refuses circles. */
const before = (json: Json, ...earlier: readonly string[]): Json =>
  JSON.parse(JSON.stringify(json).replace(/"C\d"/g, (name) => (earlier.includes(name) ? name : (earlier[0] ?? name)))) as Json;

const body = fc.tuple(condition, condition, condition, resource, resource, resource).map(
  ([C0, C1, C2, R0, R1, R2]): JsonMapping => ({
    Parameters: parameters,
    Mappings: { M: { prod: { k: 'yes' }, dev: { k: 'no' }, a: { k: '' } } },
    Conditions: {
      T: { 'Fn::Equals': ['a', 'a'] },
      C0: before(C0, '"T"'),
      C1: before(C1, '"C0"'),
      C2: before(C2, '"C1"', '"C0"'),
    },
    Resources: { R0, R1, R2 },
  }),
);

test('whatever is chosen at deployment, one of the worlds is what comes of it', () => {
  fc.assert(
    fc.property(body, fc.record(admitted), (each, chosen) => {
      const loaded = template(each);
      const [concrete] = worldsOf([loaded], { parameters: chosen });
      const worlds = [...worldsOf([loaded])];
      return concrete !== undefined && worlds.some((world) => coversWorld(world, concrete));
    }),
    { numRuns: 500 },
  );
});

/** The values that `when` names; anything else is a value that no template mentions. */
function named(when: string): Record<string, string> {
  const found = when.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\(any other value\)|[^,]+)/g);
  const given = [...found].map(([, name = '', value = '']) => [
    name,
    value.startsWith('"') ? (JSON.parse(value) as string) : value,
  ]);
  const all: Record<string, string> = { P: 'zzz', Q: 'zzz', E: 'dev', L: 'zzz', S: 'zzz', ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value === '(any other value)' ? 'zzz' : value]));
}

test('each world is what comes of the values that it names', () => {
  fc.assert(
    fc.property(body, (each) => {
      const loaded = template(each);
      const found = [...worldsOf([loaded])];
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map(({ when }) => when)).size).toBe(found.length);
      for (const world of found) {
        const [concrete] = worldsOf([loaded], { parameters: named(world.when) });
        expect(concrete && coversWorld(world, concrete), world.when).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
