import type { PresetDestination } from './preset-destination';

export interface BedrockPresetOptions {
  /** AWS region such as `eu-west-1`. */
  readonly region: string;
}

/**
 * Models on Amazon Bedrock in one region, signed by the proxy's role. Throws an Error if the region is not one.
 * Sources: https://code.claude.com/docs/en/llm-gateway-protocol and
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html
 */
export function bedrock({ region }: BedrockPresetOptions): PresetDestination[] {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new Error(`region must be an AWS region such as eu-west-1, got '${region}'`);
  return [
    {
      because: `models of Amazon Bedrock in ${region} answer here`,
      destination: {
        name: 'bedrock',
        host: `bedrock-runtime.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
        access: 'gateway',
        allow: operations.map((operation) => ({ methods: ['POST'], path: `/model/*/${operation}` })),
        credential: { type: 'aws-sigv4', service: 'bedrock', region },
        // a model may be named by an ARN, whose slashes stand as %2F
        encodedSlash: 'allow',
      },
    },
  ];
}

const operations = ['invoke', 'invoke-with-response-stream', 'converse', 'converse-stream', 'count-tokens'];
