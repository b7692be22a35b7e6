import type { PresetDestination } from './preset-destination';

/**
 * Claude by Anthropic's API: messages and token counts, nothing else. Source:
 * https://code.claude.com/docs/en/llm-gateway-protocol
 */
export function claude(): PresetDestination[] {
  return [
    {
      because: 'Claude answers here; files, batches and key management of the same host stay closed',
      destination: {
        name: 'claude',
        host: 'api.anthropic.com',
        access: 'gateway',
        allow: [
          { methods: ['POST'], path: '/v1/messages' },
          { methods: ['POST'], path: '/v1/messages/count_tokens' },
        ],
        credential: { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' },
      },
    },
  ];
}
