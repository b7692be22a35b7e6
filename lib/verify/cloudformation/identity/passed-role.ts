import { actionGlyphs } from '../policy-language/action';
import { allows, type Permission } from '../policy-language/allows';
import type { Answer } from '../policy-language/answer';
import { allOf, oneOf } from '../policy-language/answer';
import { known } from '../policy-language/fact';
import { charGlyphs } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import { asked, mayAnywhere, mayElsewhere, type RoleRequester } from './requester';
import { resourcePolicy } from './resource-policies';
import { servicePolicies } from './service-policies';

/** The service that a role is passed to, by the prefix of the action. */
const services: Readonly<Record<string, string>> = {
  batch: 'ecs-tasks.amazonaws.com',
  ecs: 'ecs-tasks.amazonaws.com',
  elasticmapreduce: 'ec2.amazonaws.com',
};

/** Whether the role may pass some role along with an action; roles of the inputs must be ones that the action's service may take. */
export function mayPass(by: RoleRequester, action: string): Permission {
  const prefix = action.split(':')[0] ?? '';
  const service = services[prefix] ?? `${prefix}.amazonaws.com`;
  const facts = [['iam:passedtoservice', known(charGlyphs(service))]] as const;
  const anywhere = mayAnywhere(by, ['iam:PassRole'], facts);
  if (anywhere.answer === 'no') return anywhere;
  const roles = by.index.ofType('AWS::IAM::Role');
  const arns = roles.map((role) => arnOf(role) ?? []);
  const inside = roles.map((role, position) => {
    const permission = allows(
      servicePolicies(by.policies, ['iam:PassRole']),
      asked(by, ['iam:PassRole'], [arns[position] ?? []], facts),
    );
    return permission.answer === 'no' ? 'no' : allOf([permission.answer, trusts(by, role, service)]);
  });
  // a role that the inputs don't make may be one that the service takes
  const outside: Answer = mayElsewhere(by, ['iam:PassRole'], arns).answer;
  return { ...anywhere, answer: oneOf([...inside, outside]) };
}

function trusts(by: RoleRequester, role: RoleRequester['role'], service: string): Answer {
  const statements = resourcePolicy(by.index, role) ?? [];
  const requester = { kind: 'service', name: charGlyphs(service) } as const;
  const ask = { actions: [actionGlyphs('sts:AssumeRole')], resources: [arnOf(role) ?? []], facts: new Map() };
  return allows({ requester, identity: [], resource: { statements } }, ask).answer === 'no' ? 'no' : 'yes';
}
