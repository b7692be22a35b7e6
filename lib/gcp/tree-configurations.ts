import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ConfigurationInMemory } from '../verify/verify-configurations';

/** The configurations of every stack of a construct's app, as they will be written; for use while the app is validated. */
export const treeConfigurations = ({ node }: IConstruct): ConfigurationInMemory[] =>
  node.root.node
    .findAll()
    .filter(TerraformStack.isStack)
    .map((stack) => ({ stack: stack.node.id, body: stack.toTerraform() as object }));
