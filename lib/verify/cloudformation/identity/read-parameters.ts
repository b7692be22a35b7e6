import { arnPattern, ownArn } from '../policy-language/arn';
import { charGlyphs, type Glyphs, glyphsOf } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import { type Grant, grantOf } from './grant';
import { mayAnywhere, mayElsewhere, mayOn, type RoleRequester } from './requester';

const actions = ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'] as const;

/**
 * The parameters that a role may read. Those that CloudFormation makes are plain ("AWS::SSM::Parameter"), and so are those that AWS
 * publishes; any other may be a secret, and is if its name says so or every name will do.
 */
export const readParameters = (by: RoleRequester): Grant[] => actions.flatMap((action) => readBy(by, action));

function readBy(by: RoleRequester, action: string): Grant[] {
  if (mayAnywhere(by, [action]).answer === 'no') return [];
  const plain = [
    ...by.index.ofType('AWS::SSM::Parameter').map((parameter) => arnOf(parameter) ?? []),
    published,
    agentSettings,
    bootstrapVersion,
  ];
  const permission = mayElsewhere(by, [action], plain);
  const certain = isSecretive(permission.witnesses.map(({ why }) => why).join(' ')) || readsAny(by, action);
  const told = { kind: 'read-credential', action, object: 'on parameters outside the inputs' } as const;
  if (certain) return grantOf(permission, told);
  return grantOf(permission, {
    ...told,
    limit: 'maybe',
    reason: "whether the parameters that it may read are secrets isn't in the inputs",
  });
}

const isSecretive = (text: string): boolean =>
  /secret|token|password|passwd|credential|api[-_/]?key|private[-_/]?key/i.test(text);

function readsAny(by: RoleRequester, action: string): boolean {
  const some = { id: 'any', type: 'AWS::SSM::Parameter', properties: {}, metadata: {}, place: by.role.place };
  return mayOn(by, [action], some, [arnOf(some) ?? []]).answer === 'yes';
}

/** `/aws/service/…`: "Discovering public parameters in Parameter Store". */
const published: Glyphs = arnPattern(glyphsOf('arn:aws:ssm:*::parameter/aws/service/*'));

/** Where the CloudWatch agent's settings are: "Store the CloudWatch agent configuration file in Systems Manager Parameter Store". */
const agentSettings: Glyphs = arnPattern(glyphsOf('arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*'));

/** What the CDK notes of its own bootstrapping. */
const bootstrapVersion: Glyphs = ownArn('ssm', true, true, [...charGlyphs('parameter/cdk-bootstrap/'), ...glyphsOf('*/version')]);
