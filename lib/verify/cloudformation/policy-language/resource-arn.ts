import { Reference, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { ownArn } from './arn';
import { charGlyphs, type Glyph, type Glyphs, glyphsOf, nameGlyph } from './glyph';
import { type ResourceShape, resourceShapes } from './resource-shapes';

/** The resources of a world by id; `World.resources` is one. */
export type Resources = ReadonlyMap<string, Resource>;

/** The pattern of a resource's ARN: its physical name where it is written, else an opaque one. `undefined` for types without a shape. */
export function arnOf(resource: Resource): Glyphs | undefined {
  const shape = resourceShapes[resource.type];
  return shape && shapedArn(resource, shape);
}

/** The ARNs of what is in a bucket. */
export const objectsOf = (bucket: Glyphs): Glyphs => [...bucket, ...glyphsOf('/*')];

function shapedArn(resource: Resource, shape: ResourceShape): Glyphs {
  const [service = '', region, account, ...rest] = shape.arn.split(':');
  return ownArn(service, region === 'R', account === 'A', resourcePart(resource, shape, rest.join(':')));
}

function resourcePart(resource: Resource, shape: ResourceShape, template: string): Glyphs {
  const { Path } = resource.properties;
  const path = Path === undefined ? [] : glyphsOf(Path, 'literal').slice(1);
  const [before = '', after = ''] = template.split(/(?:PATH)?NAME/);
  const written = isWritten(resource, shape);
  const name = slashless(template, nameOf(resource, shape));
  // a generated name is opaque as a whole, with what the cloud adds to it
  return [...glyphsOf(before), ...(template.includes('PATH') ? path : []), ...name, ...(written ? glyphsOf(after) : [])];
}

/** A parameter named `/a/b` has the ARN `…:parameter/a/b`. */
function slashless(template: string, name: Glyphs): Glyphs {
  const [first] = name;
  return template === 'parameter/NAME' && first?.kind === 'char' && first.char === '/' ? name.slice(1) : name;
}

const isWritten = (resource: Resource, { name }: ResourceShape): boolean =>
  name !== undefined && resource.properties[name] !== undefined && resource.properties[name] !== null;

function nameOf(resource: Resource, shape: ResourceShape): Glyphs {
  const written = isWritten(resource, shape) ? resource.properties[shape.name ?? ''] : undefined;
  return written === undefined || written === null ? [opaqueName(resource.id)] : glyphsOf(written, 'literal');
}

const opaqueName = (id: string): Glyph => nameGlyph(new Reference(id, 'physical name'));

/** Puts a resource's ARN or name in the place of every reference that gives it. */
export function expanded(glyphs: Glyphs, resources: Resources): Glyphs {
  return glyphs.some((glyph) => glyph.kind === 'name') ? glyphs.flatMap((glyph) => expansion(glyph, resources)) : glyphs;
}

function expansion(glyph: Glyph, resources: Resources): Glyphs {
  if (glyph.kind !== 'name') return [glyph];
  const resource = resources.get(glyph.reference.resource);
  const shape = resource && resourceShapes[resource.type];
  if (!resource || !shape) return [glyph];
  const gives = given(shape, glyph.reference.attribute);
  if (gives === 'arn') return [...shapedArn(resource, shape), ...arnSuffix(resource.type)];
  return gives === 'name' ? nameOf(resource, shape) : [glyph];
}

function given(shape: ResourceShape, attribute: string | undefined): 'arn' | 'name' | 'other' {
  if (attribute === undefined) return shape.ref ?? 'name';
  if ((shape.arnAttributes ?? ['Arn']).includes(attribute)) return 'arn';
  return shape.nameAttributes?.includes(attribute) ? 'name' : 'other';
}

/** A log group's attribute `Arn` ends with `:*`: AWS CloudFormation Template Reference, "AWS::Logs::LogGroup". */
const arnSuffix = (type: string): Glyphs => (type === 'AWS::Logs::LogGroup' ? glyphsOf(':*') : []);

/** A value as the pattern of ARNs or names that a policy means by it. */
export const expandedValue = (value: Value, resources: Resources): Glyphs => expanded(glyphsOf(value), resources);

export const physicalNameOf = (resource: Resource): Glyphs => {
  const shape = resourceShapes[resource.type];
  return shape ? nameOf(resource, shape) : charGlyphs(resource.id);
};
