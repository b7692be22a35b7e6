import type { Destination } from './destination';
import { pathsIntersect } from './path-pattern';
import { placeholderKey } from './placeholder-key';

/**
 * The variables that point Claude Code and Anthropic's SDKs at the gateways of models, which are known by their hosts.
 * `gateways` is the URL that the gateways' names follow. Sources: https://code.claude.com/docs/en/env-vars,
 * https://code.claude.com/docs/en/llm-gateway-protocol
 */
export function modelEnvironment(destinations: readonly Destination[], gateways: string): Record<string, string> {
  const open = destinations.filter(({ access }) => access === 'gateway');
  const base = ({ name }: Destination): string => `${gateways}/${name}`;
  const anthropic = open.filter(isAnthropic);
  const messages = anthropic.find(allowsMessages) ?? anthropic[0];
  const bedrock = open.find((gateway) => bedrockRegion(gateway) !== undefined);
  const vertex = open.find((gateway) => /(^|[.-])aiplatform\.([a-z]+\.rep\.)?googleapis\.com$/.test(hostOf(gateway)));
  return {
    ...(destinations.some(isAnthropic) && { ANTHROPIC_API_KEY: placeholderKey }),
    ...(messages && { ANTHROPIC_BASE_URL: base(messages) }),
    ...(bedrock && bedrockVariables(base(bedrock), bedrockRegion(bedrock) ?? '')),
    ...(vertex && vertexVariables(base(vertex), vertex)),
  };
}

const allowsMessages = ({ allow }: Destination): boolean =>
  allow === 'any' || allow.some(({ methods, path }) => methods.includes('POST') && pathsIntersect(path, '/v1/messages'));

const bedrockVariables = (base: string, region: string): Record<string, string> => ({
  CLAUDE_CODE_USE_BEDROCK: '1',
  CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
  ANTHROPIC_BEDROCK_BASE_URL: base,
  AWS_REGION: region,
});

function vertexVariables(base: string, { allow }: Destination): Record<string, string> {
  const paths = allow === 'any' ? [] : allow.map((rule) => rule.path);
  const [, project, region] =
    paths.map((path) => /^\/v1\/projects\/([^/*]+)\/locations\/([^/*]+)\//.exec(path)).find(Boolean) ?? [];
  return {
    CLAUDE_CODE_USE_VERTEX: '1',
    CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
    // clients append /projects/…: the API's version belongs to the base
    ANTHROPIC_VERTEX_BASE_URL: `${base}/v1`,
    ...(project !== undefined && { ANTHROPIC_VERTEX_PROJECT_ID: project }),
    ...(region !== undefined && { CLOUD_ML_REGION: region }),
  };
}

const isAnthropic = (destination: Destination): boolean => hostOf(destination) === 'api.anthropic.com';

const hostOf = ({ hosts }: Destination): string => hosts[0]?.text ?? '';

const bedrockRegion = (destination: Destination): string | undefined =>
  /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(hostOf(destination))?.[1];
