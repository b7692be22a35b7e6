import { CfnParameter, type CfnResource } from 'aws-cdk-lib';
import { elementsOf, mentions } from './mentions';
import { templateFragment } from './template-properties';

/** Names of the NoEcho parameters whose values a resource takes; for use while the app is validated. */
export function hiddenParameters(resource: CfnResource): string[] {
  const { root } = resource.node;
  const mentioned = mentions(templateFragment(resource), resource, elementsOf(root));
  const parameters = root.node.findAll().filter((element) => element instanceof CfnParameter);
  return parameters.filter(({ noEcho, node }) => noEcho && mentioned.has(node.path)).map(({ node }) => node.id);
}
