import type { PresetDestination } from './preset-destination';

export interface VertexPresetOptions {
  /** Region such as `europe-west1`, or `global`, `eu`, `us`. */
  readonly region: string;
  /** Id of the Google Cloud project. */
  readonly project: string;
}

/**
 * Claude on Google Cloud's Vertex AI in one project and region, with an access token of the proxy's service account.
 * Throws an Error if region or project is not one. Sources: https://code.claude.com/docs/en/llm-gateway-protocol (Claude Code
 * needs `:rawPredict`, `:streamRawPredict` and `count-tokens:rawPredict`) and
 * https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude
 */
export function vertex({ region, project }: VertexPresetOptions): PresetDestination[] {
  if (!/^([a-z]+-[a-z]+\d+|global|eu|us)$/.test(region)) {
    throw new Error(`region must be a Google Cloud region such as europe-west1, got '${region}'`);
  }
  if (!/^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project)) {
    throw new Error(`project must be a Google Cloud project id such as acme-agents, got '${project}'`);
  }
  const models = `/v1/projects/${project}/locations/${region}/publishers/anthropic/models`;
  return [
    {
      because: `Claude on Vertex AI answers here for project ${project} in ${region}`,
      destination: {
        name: 'vertex',
        host: hostOf(region),
        access: 'gateway',
        // a token count is the model name count-tokens
        allow: [
          { methods: ['POST'], path: `${models}/*:rawPredict` },
          { methods: ['POST'], path: `${models}/*:streamRawPredict` },
        ],
        credential: { type: 'google-access-token' },
      },
    },
  ];
}

function hostOf(region: string): string {
  if (region === 'global') return 'aiplatform.googleapis.com';
  return region.includes('-') ? `${region}-aiplatform.googleapis.com` : `aiplatform.${region}.rep.googleapis.com`;
}
