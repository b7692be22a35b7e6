import type { Argument, GeneratedClass, Getter, Member } from './generated-class';
import type { Attribute, AttributeType, Block, NestedBlock } from './provider-schema';

const simple: Readonly<Record<string, AttributeType>> = { string: 'string', number: 'number', boolean: 'bool' };

/** What a resource, the provider, or a block of theirs takes and answers, as its generated class tells. */
export function derivedBlock(from: GeneratedClass): Block {
  const members = new Map(from.members.map((member) => [member.name, member]));
  const stated = from.arguments;
  const blocks = stated.filter(({ isBlock }) => isBlock);
  const given = stated.filter(({ isBlock }) => !isBlock);
  const settable = new Set(stated.map(({ name }) => name));
  const answers = [...from.getters.map(answer), ...from.members.map((member) => memberAnswer(from, member))];
  return {
    attributes: {
      ...Object.fromEntries(answers.filter(([name]) => !settable.has(name))),
      ...Object.fromEntries(given.map((argument) => [argument.name, attribute(from, argument)])),
    },
    block_types: Object.fromEntries(
      blocks.map((argument) => [argument.name, nested(from, argument, members.get(argument.name))]),
    ),
  };
}

const answer = ({ name, kind, isSet }: Getter): [string, Attribute] => [name, { type: answerType(kind, isSet), computed: true }];

function answerType(kind: string, isSet: boolean): AttributeType {
  if (kind === 'StringMap') return ['map', 'string'];
  if (kind.endsWith('List')) return [isSet ? 'set' : 'list', kind === 'NumberList' ? 'number' : 'string'];
  return simple[kind.toLowerCase()] ?? 'string';
}

function memberAnswer(from: GeneratedClass, { name, className, isSet }: Member): [string, Attribute] {
  if (className === 'cdktf.StringMap') return [name, { type: ['map', 'string'], computed: true }];
  if (className === 'cdktf.StringMapList') return [name, { type: ['list', ['map', 'string']], computed: true }];
  return [name, { type: [isSet ? 'set' : 'list', objectType(from.block(withoutSuffix(className)))], computed: true }];
}

const withoutSuffix = (className: string): string => className.replace(/(OutputReference|List)$/, '');

function objectType(from: GeneratedClass): AttributeType {
  const { attributes, block_types } = derivedBlock(from);
  const fields = Object.entries(attributes).map(([name, { type }]) => [name, type] as const);
  const objects = Object.keys(block_types).map((name) => [name, ['list', objectType(blockNamed(from, name))]] as const);
  return ['object', Object.fromEntries<AttributeType>([...fields, ...objects])];
}

function blockNamed(from: GeneratedClass, name: string): GeneratedClass {
  const argument = from.arguments.find((each) => each.name === name);
  return from.block(withoutSuffix(argument?.storage ?? ''));
}

function attribute(from: GeneratedClass, { required, ...argument }: Argument): Attribute {
  return { type: argumentType(from, argument), ...(required ? { required } : { optional: true }) };
}

function argumentType(from: GeneratedClass, { kind, storage }: Pick<Argument, 'kind' | 'storage'>): AttributeType {
  if (storage in simple) return simple[storage] ?? 'string';
  const [, element = '', many] = /^(string|number|boolean)(List|Map)$/.exec(storage) ?? [];
  if (many === 'Map') return ['map', simple[element] ?? 'string'];
  return [kind === 'set' ? 'set' : 'list', many ? (simple[element] ?? 'string') : objectType(from.block(withoutSuffix(storage)))];
}

function nested(from: GeneratedClass, { kind, storage, required }: Argument, member: Member | undefined): NestedBlock {
  const block = derivedBlock(from.block(withoutSuffix(storage)));
  if (kind === 'struct') return { nesting_mode: 'single', block };
  // a block that can stand once only is generated without a class for its list
  const once = member?.className.endsWith('OutputReference');
  return {
    nesting_mode: kind === 'set' ? 'set' : 'list',
    ...(required ? { min_items: 1 } : {}),
    ...(once ? { max_items: 1 } : {}),
    block,
  };
}
