import { type TerraformResource, TerraformVariable } from 'cdktf';
import { isSecretAttribute, namesSecretData } from '../verify/terraform/credentials/secret-attributes';
import { stackOf } from './placement';
import { stringsIn, templateProperties } from './template-properties';

/** What a resource takes that is secret: sensitive variables of its stack, and attributes that hold a secret; for use while the app is validated. */
export function mentionedSecrets(resource: TerraformResource): string[] {
  const hidden = sensitiveVariables(resource);
  const taken = stringsIn(templateProperties(resource)).flatMap(references);
  return [...new Set(taken.filter((reference) => hidden.has(reference) || isSecret(reference)))];
}

const sensitiveVariables = (resource: TerraformResource): ReadonlySet<string> =>
  new Set(
    stackOf(resource)
      .node.findAll()
      .filter((element) => element instanceof TerraformVariable && element.sensitive === true)
      .map((variable) => `var.${(variable as TerraformVariable).friendlyUniqueId}`),
  );

/** `var.NAME`, `TYPE.NAME.ATTRIBUTE` and `data.TYPE.NAME.ATTRIBUTE` in a text's templates. */
const references = (text: string): string[] =>
  [...text.matchAll(/\$\{.*?\}/gs)].flatMap(
    ([template]) => template.match(/\b(?:var|(?:data\.)?\w+\.[\w-]+(?:\[[^\]]*\])?)\.[\w-]+/g) ?? [],
  );

function isSecret(reference: string): boolean {
  const [address, attribute] = [reference.replace(/\.[\w-]+$/, ''), /[\w-]+$/.exec(reference)?.[0]];
  return namesSecretData(reference) || isSecretAttribute(address, attribute);
}
