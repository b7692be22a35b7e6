import { type Json, member, members } from '../load/json';
import type { LoadedTemplate } from '../load/loaded-template';
import { type Items, type Member, writtenOut } from './for-each';
import type { GivenParameters } from './given-parameters';
import { listItems, parameterOf, text } from './parameter';
import type { Declaration, Stack } from './stack';

/** The stacks that templates deploy, each followed by those nested in it. */
export function stacksOf(templates: readonly LoadedTemplate[], given: GivenParameters): Stack[] {
  return templates.flatMap((template) => withNested(stackOf(template, given)));
}

const withNested = (stack: Stack): Stack[] => [stack, ...[...stack.nested.values()].flatMap(withNested)];

function stackOf(template: LoadedTemplate, given: GivenParameters, parent?: Stack['parent']): Stack {
  const { body } = template;
  const id = parent ? `${parent.stack.id}/${parent.logicalId}` : template.stack;
  const items = itemsOf((name) => (parent ? undefined : given.value(id, name)));
  const section = (name: string): Member[] => sectionOf(template, name, items);
  const named = ({ name, json }: Member): [string, Json] => [name, json];
  const stack: Stack = {
    id,
    template,
    parameters: new Map(members(member(body, 'Parameters')).map(([name, json]) => [name, parameterOf(name, json)])),
    mappings: member(body, 'Mappings'),
    conditions: new Map(section('Conditions').map(named)),
    resources: new Map(section('Resources').map((each) => [each.name, declarationOf(each)])),
    outputs: new Map(section('Outputs').map(named)),
    rules: members(member(body, 'Rules')).map(([, rule]) => rule),
    ...(parent && { parent }),
    nested: new Map(),
  };
  for (const [logicalId, nested] of template.nested) stack.nested.set(logicalId, stackOf(nested, given, { stack, logicalId }));
  return stack;
}

function sectionOf({ body, text }: LoadedTemplate, name: string, items: Items): Member[] {
  const section = member(body, name);
  return text.includes('ForEach')
    ? writtenOut(section, items)
    : members(section).map(([name, json]) => ({ name, json, steps: [name] }));
}

/** Literal lists, and list parameters whose value is given. */
const itemsOf =
  (given: (name: string) => string | undefined): Items =>
  (collection) => {
    const name = member(collection, 'Ref');
    if (typeof name === 'string') {
      const value = given(name);
      return value === undefined ? undefined : listItems(value);
    }
    const list = Array.isArray(collection) ? collection.map((item) => text(item)) : [undefined];
    return list.every((item) => item !== undefined) ? list : undefined;
  };

function declarationOf({ json, steps }: Member): Declaration {
  const condition = member(json, 'Condition');
  const pointer = ['/Resources', ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
  return {
    json,
    pointer,
    ...(condition !== undefined && { condition: typeof condition === 'string' ? condition : '(not a name)' }),
  };
}
