import type { PresetDestination } from './preset-destination';

export interface GitFetchPresetOptions {
  /** User or organisation whose repositories may be read. */
  readonly owner: string;
  /** @default 'github.com' */
  readonly host?: string;
}

/**
 * Cloning and fetching over HTTPS from one owner's repositories; pushing stays closed. Throws an Error if the owner is not one.
 * Source: https://git-scm.com/docs/http-protocol (a push is a POST to `git-receive-pack`)
 */
export function gitFetch({ owner, host = 'github.com' }: GitFetchPresetOptions): PresetDestination[] {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(owner))
    throw new Error(`owner must be a user or organisation such as acme, got '${owner}'`);
  return [
    {
      because: `repositories of ${owner} are cloned and fetched from here, never pushed to`,
      destination: {
        name: 'git-fetch',
        host,
        access: 'intercept',
        allow: [
          { methods: ['GET'], path: `/${owner}/*/info/refs` },
          { methods: ['POST'], path: `/${owner}/*/git-upload-pack` },
        ],
        credential: { type: 'basic', username: 'x-access-token', secret: host === 'github.com' ? 'github-token' : 'git-token' },
      },
    },
  ];
}
