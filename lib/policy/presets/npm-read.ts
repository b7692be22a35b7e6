import type { PresetDestination } from './preset-destination';
import { type RegistryOptions, registryPlace } from './registry-url';

/**
 * Installing packages from one npm registry; publishing, logging in and audit reports stay closed.
 * Throws an Error if the URL can't be used.
 */
export function npmRead(options: RegistryOptions): PresetDestination[] {
  const { base, destination } = registryPlace(options);
  return [
    {
      because: 'npm packages are read from here, never published',
      destination: {
        name: 'npm-read',
        ...destination,
        access: 'intercept',
        allow: [{ methods: ['GET', 'HEAD'], path: `${base}/**` }],
        // npm asks for a scoped package as @scope%2fname
        encodedSlash: 'allow',
      },
    },
  ];
}
