import { type EnvoyConfig, typed } from './extension';

/** A secret in an SDS file of its own, `NAME.json`, in a folder that Envoy watches for renames. */
export interface WatchedSecret {
  readonly name: string;
  readonly directory: string;
}

/** Envoy's name for the file that holds one SDS secret. */
export const sdsFile = (secret: string) => `${secret}.json`;

/** How a listener, a cluster or a filter refers to a watched secret. */
export function watchedSecret({ name, directory }: WatchedSecret): EnvoyConfig {
  return {
    name,
    sds_config: {
      path_config_source: { path: `${directory}/${sdsFile(name)}`, watched_directory: { path: directory } },
      resource_api_version: 'V3',
      initial_fetch_timeout: '5s',
    },
  };
}

/** What an SDS file says; `secret` is one of the kinds that Envoy's `Secret` message has. */
export function secretDocument(name: string, secret: EnvoyConfig): string {
  return JSON.stringify({ resources: [typed('extensions.transport_sockets.tls.v3.Secret', { name, ...secret })] });
}
