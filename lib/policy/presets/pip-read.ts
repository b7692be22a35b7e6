import type { PresetDestination } from './preset-destination';
import { type RegistryOptions, registryPlace } from './registry-url';

export interface PipReadPresetOptions extends RegistryOptions {
  /**
   * The https URL that the package files lie under, if the index links to another place for them.
   * @default - beside the index, under the index's parent path
   */
  readonly files?: string;
}

/**
 * Installing packages from one Python package index; uploading stays closed. Throws an Error if a URL can't be used.
 * Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/ (an index links to files anywhere)
 */
export function pipRead({ registry, files, addresses }: PipReadPresetOptions): PresetDestination[] {
  const index = read('pip-read', registry, addresses, 'Python packages are found here, never uploaded');
  if (files === undefined) return [index];
  return [index, read('pip-files', files, addresses, 'the index links here for the files of packages')];
}

function read(name: string, registry: string, addresses: readonly string[] | undefined, because: string): PresetDestination {
  const { base, destination } = registryPlace({ registry, addresses });
  // indexes at …/simple/ keep their files beside it
  const parent = base.replace(/\/\+?simple$/, '');
  return {
    because,
    destination: { name, ...destination, access: 'intercept', allow: [{ methods: ['GET', 'HEAD'], path: `${parent}/**` }] },
  };
}
