import { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ConfigurationInMemory } from '../verify/verify-configurations';
import { same } from './known-arguments';
import { markOf } from './role-metadata';
import type { Properties } from './template-properties';

interface Body {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
}

/**
 * One message for each agent or proxy that isn't marked as it was any more, whoever changed that, the stack among them: the proof would pass over
 * an agent that it doesn't find.
 */
export const markProblems = ({ node }: IConstruct, configurations: readonly ConfigurationInMemory[]): string[] =>
  node.root.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .filter((resource) => markOf(resource) && !keepsMark(resource, configurations))
    .map(
      ({ node: { path } }) =>
        `'${path}' must keep "//" and the label agent-airlock as they were made: the proof finds it by them`,
    );

function keepsMark(resource: TerraformResource, configurations: readonly ConfigurationInMemory[]): boolean {
  const mark = markOf(resource);
  const { body } = configurations.find(({ stack }) => stack === resource.cdktfStack.node.id) ?? { body: {} };
  const made = (body as Body).resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId] ?? {};
  const note = made['//'] as Properties | undefined;
  const labels = made.labels as Properties | undefined;
  return same(note?.['agent-airlock'], mark) && (!('labels' in resource) || labels?.['agent-airlock'] === mark?.role);
}
