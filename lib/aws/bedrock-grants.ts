import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Destination } from '../policy/destination';
import { pathsIntersect } from '../policy/path-pattern';

// Amazon Bedrock API Reference, "Amazon Bedrock Runtime", and the Service Authorization Reference, "Actions defined by Amazon Bedrock"
const operations: Readonly<Record<string, string>> = {
  invoke: 'bedrock:InvokeModel',
  'invoke-with-response-stream': 'bedrock:InvokeModelWithResponseStream',
  converse: 'bedrock:InvokeModel',
  'converse-stream': 'bedrock:InvokeModelWithResponseStream',
  'count-tokens': 'bedrock:CountTokens',
};

/** One path of a Bedrock destination that a role may ask for. */
interface Invocation {
  readonly action: string;
  /** Id or ARN of a model or an inference profile, `*` in it as in IAM. */
  readonly model: string;
}

/**
 * What a role needs in order to ask Bedrock for what a destination allows, and nothing beyond it; undefined if that can't be told from its
 * host, methods and paths.
 */
export function bedrockGrants(scope: Construct, destination: Destination): readonly PolicyStatement[] | undefined {
  const region = bedrockRegion(destination);
  const invocations = region === undefined ? undefined : invocationsOf(destination);
  if (region === undefined || !invocations) return undefined;
  const actions = [...new Set(invocations.map(({ action }) => action))].sort();
  return actions.flatMap((action) => {
    const models = invocations.filter((each) => each.action === action).map(({ model }) => model);
    return statements(scope, action, region, [...new Set(models)].sort());
  });
}

function bedrockRegion({ credential, hosts }: Destination): string | undefined {
  if (credential?.type !== 'aws-sigv4' || credential.service !== 'bedrock') return undefined;
  const { region } = credential;
  const [host, ...others] = hosts.map(({ text }) => text);
  const known = ['', '-fips'].flatMap((kind) => ['', '.cn'].map((end) => `bedrock-runtime${kind}.${region}.amazonaws.com${end}`));
  return host !== undefined && others.length === 0 && known.includes(host) ? region : undefined;
}

function invocationsOf({ allow }: Destination): readonly Invocation[] | undefined {
  if (allow === 'any') return undefined;
  const found = allow.map(({ methods, path }) => (methods.join() === 'POST' ? invocationsAt(path) : undefined));
  return found.includes(undefined) ? undefined : found.flatMap((each) => each ?? []);
}

/** The invocations that a rule's path stands for; undefined if it is for something else. */
function invocationsAt(path: string): readonly Invocation[] | undefined {
  const [, segment = ''] = /^\/model\/([^/]+)\/[^/]+$/.exec(path) ?? [];
  const model = segment.replace(/%3A/gi, ':').replace(/%2F/gi, '/');
  // what IAM would read as something else
  if (!/^[\w.:/*-]+$/.test(model)) return undefined;
  const names = Object.keys(operations).filter((name) => pathsIntersect(path, `/model/${segment}/${name}`));
  return names.length === 0 ? undefined : names.map((name) => ({ action: operations[name] ?? '', model }));
}

/**
 * A model of the region, or a profile of the region's that leads to models of others: Amazon Bedrock User Guide, "Prerequisites for
 * inference profiles".
 */
function statements(scope: Construct, action: string, region: string, models: readonly string[]): readonly PolicyStatement[] {
  const { partition, account } = Stack.of(scope);
  const arn = (place: string, kind: string, model: string) => `arn:${partition}:bedrock:${place}:${kind}/${model}`;
  const ids = models.filter((model) => !model.startsWith('arn:'));
  const profiles = ids.flatMap((id) =>
    ['inference-profile', 'application-inference-profile'].map((kind) => arn(`${region}:${account}`, kind, id)),
  );
  const given = models.filter((model) => model.startsWith('arn:'));
  const direct = [...ids.map((id) => arn(`${region}:`, 'foundation-model', id)), ...profiles, ...given];
  const through = [...profiles, ...given.filter((model) => model.includes('inference-profile/'))];
  const invoking = new PolicyStatement({ actions: [action], resources: direct });
  if (action === 'bedrock:CountTokens' || through.length === 0) return [invoking];
  return [
    invoking,
    new PolicyStatement({
      actions: [action],
      resources: [arn('*:', 'foundation-model', '*')],
      conditions: { ArnLike: { 'bedrock:InferenceProfileArn': through } },
    }),
  ];
}
