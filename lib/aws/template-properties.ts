import { type CfnElement, type CfnResource, Stack } from 'aws-cdk-lib';

/** Properties as the template will have them. */
export type Properties = Readonly<Record<string, unknown>>;

interface TemplateFragment {
  readonly Resources?: Readonly<Record<string, { readonly Properties?: Properties }>>;
}

/** An element on its way to the template, escape hatches and all, its tokens not yet resolved. */
export function templateFragment(element: CfnElement): unknown {
  // internal to CDK, yet the only way to see an element's overrides before the template is written
  return (element as unknown as { _toCloudFormation(): unknown })._toCloudFormation();
}

/** A resource's properties as its template will have them, escape hatches and all; for use while the app is validated. */
export function templateProperties(resource: CfnResource): Properties {
  const resolved = Stack.of(resource).resolve(templateFragment(resource));
  // what is undefined isn't in the template
  const { Resources = {} } = JSON.parse(JSON.stringify(resolved)) as TemplateFragment;
  return Object.values(Resources)[0]?.Properties ?? {};
}

/** Every string in `value`, however deep; the names of properties are not among them. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
