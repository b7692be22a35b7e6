import type { DestinationInput } from '../schema';

export interface RegistryOptions {
  /** The registry's https URL, without user and password. */
  readonly registry: string;
  /**
   * CIDR blocks that a private registry's name may resolve to.
   * @default - public addresses only
   */
  readonly addresses?: readonly string[];
}

/** Where a registry is, and the path that its packages lie under, without a slash at its end. */
export interface RegistryPlace {
  readonly base: string;
  readonly destination: Pick<DestinationInput, 'host' | 'ports' | 'upstream'>;
}

/** Reads a registry's URL; throws an Error, which doesn't show a password, if it can't be a destination. */
export function registryPlace({ registry, addresses }: RegistryOptions): RegistryPlace {
  const url = URL.canParse(registry) ? new URL(registry) : undefined;
  if (url && (url.username || url.password)) {
    throw new Error('registry must be a URL without user and password: give it a credential in the policy');
  }
  if (url?.protocol !== 'https:' || url.search || url.hash) {
    throw new Error(`registry must be an https URL without query such as https://packages.example.com/npm/, got '${registry}'`);
  }
  return {
    base: url.pathname.replace(/\/+$/, ''),
    destination: {
      host: url.hostname,
      ...(url.port !== '' && { ports: [Number(url.port)] }),
      ...(addresses && { upstream: { addresses: [...addresses] } }),
    },
  };
}
