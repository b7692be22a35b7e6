import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { bedrock } from '../../lib/policy/presets/bedrock';
import type { DestinationInput } from '../../lib/policy/schema';
import { resourcesOf, stackOf, templateOf } from './fixture';
import { proxyIn } from './proxy-fixture';

const [preset] = bedrock({ region: 'eu-west-1' }).map(({ destination }) => destination);

/** What the proxies' role may do for a policy of one destination, and what is warned of. */
function granted(edit: Partial<DestinationInput>) {
  const stack = stackOf();
  const policy = EgressPolicy.parse({ version: 1, destinations: [{ ...preset, ...edit }] });
  const proxy = proxyIn(stack, { policy });
  const [role] = Object.entries(resourcesOf(templateOf(stack), 'AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith('ProxyTaskRole'),
  );
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp("isn't known"));
  const statements = JSON.stringify(role?.[1].PolicyDocument.Statement ?? []).replace(
    /{"Fn::Join":\["",\[(.*?)\]\]}/g,
    (_, parts) => `"${parts.replace(/,?{"Ref":"AWS::(\w+)"},?/g, '<$1>').replace(/"/g, '')}"`,
  );
  return { statements: JSON.parse(statements), warnings: warnings.length, proxy };
}

const post = (path: string): DestinationInput['allow'] => [{ methods: ['POST'], path }];

describe('proxies that sign for Bedrock', () => {
  test('may invoke the models of its region, and those that its profiles lead to, and nothing else', () => {
    const { statements, warnings } = granted({});
    expect(warnings).toBe(0);
    const direct = [
      'arn:<Partition>:bedrock:eu-west-1::foundation-model/*',
      'arn:<Partition>:bedrock:eu-west-1:<AccountId>:inference-profile/*',
      'arn:<Partition>:bedrock:eu-west-1:<AccountId>:application-inference-profile/*',
    ];
    const through = {
      Condition: { ArnLike: { 'bedrock:InferenceProfileArn': direct.slice(1) } },
      Effect: 'Allow',
      Resource: 'arn:<Partition>:bedrock:*::foundation-model/*',
    };
    expect(statements).toEqual([
      { Action: 'bedrock:CountTokens', Effect: 'Allow', Resource: direct },
      { Action: 'bedrock:InvokeModel', Effect: 'Allow', Resource: direct },
      { Action: 'bedrock:InvokeModel', ...through },
      { Action: 'bedrock:InvokeModelWithResponseStream', Effect: 'Allow', Resource: direct },
      { Action: 'bedrock:InvokeModelWithResponseStream', ...through },
    ]);
  });

  test('may use the one model and the one operation that a path names', () => {
    const { statements } = granted({ allow: post('/model/eu.anthropic.claude-x-v1:0/invoke') });
    expect(statements.map(({ Action }: { Action: string }) => Action)).toEqual(Array(2).fill('bedrock:InvokeModel'));
    expect(statements[0].Resource.map((arn: string) => arn.split('/').at(-1))).toEqual(
      Array(3).fill('eu.anthropic.claude-x-v1:0'),
    );
  });

  test('may use the one ARN that a path names', () => {
    const arn = 'arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/abc';
    const { statements } = granted({ allow: post(`/model/${arn.replace('/', '%2F')}/invoke`) });
    expect(statements).toEqual([{ Action: 'bedrock:InvokeModel', Effect: 'Allow', Resource: arn }]);
  });
});

describe('what is not known is granted nothing, and warned of', () => {
  test.each<[string, Partial<DestinationInput>]>([
    ['every path', { allow: 'any' }],
    ['a path that is for something else', { allow: post('/guardrail/*/apply') }],
    [
      'one such path beside others',
      {
        allow: [
          { methods: ['POST'], path: '/model/*/invoke' },
          { methods: ['GET'], path: '/async-invoke' },
        ],
      },
    ],
    ['another method', { allow: [{ methods: ['POST', 'PUT'], path: '/model/*/invoke' }] }],
    ['paths of any depth', { allow: post('/model/**') }],
    ['a model that IAM would read otherwise', { allow: post('/model/$%7Baws:x%7D/invoke') }],
    ['another host', { host: 'bedrock.example.org' }],
    ['the host of another region', { host: 'bedrock-runtime.us-east-1.amazonaws.com' }],
    [
      'another service',
      {
        host: 'a.execute-api.eu-west-1.amazonaws.com',
        credential: { type: 'aws-sigv4', service: 'execute-api', region: 'eu-west-1' },
      },
    ],
  ])('%s', (_, edit) => {
    const { statements, warnings } = granted(edit);
    expect([statements, warnings]).toEqual([[], 1]);
  });
});

test('what signs nothing is granted nothing, and not warned of', () => {
  const { statements, warnings } = granted({ credential: { type: 'basic', username: 'x', secret: 'token' } });
  expect([statements, warnings]).toEqual([[], 0]);
});
