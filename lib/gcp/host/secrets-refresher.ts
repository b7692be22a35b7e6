import { accessTokenName } from '../../envoy/credentials/google';
import { leafName } from '../../envoy/listeners/intercept-certificates';
import { placeholderCertificate } from '../../envoy/placeholder-certificate';
import { type HostFile, linesFile, textFile } from './host-file';
import { configFolder, runFolder } from './host-folders';
import { refreshScript } from './refresh-script';
import { unitText } from './unit-text';

/** Where secrets are on a host, an SDS file each, for one user alone. */
export const secretsFolder = `${runFolder}/secrets`;

/** The script that brings them up to date; it fails while there is one that was never had. */
export const secretsRefresh = `${configFolder}/refresh.sh`;

/** The unit that does it over and over. */
export const secretsTimer = 'airlock-secrets.timer';

export interface SecretsRefresherProps {
  /** User id that secrets are for. */
  readonly user: number;
  /** Ids of secrets, `projects/PROJECT/secrets/NAME`, by the policy's names. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Ids of secrets with a certificate and its key, by the names of intercepted destinations. */
  readonly leafs: ReadonlyMap<string, string>;
  /** Scopes of access tokens, by the names of the destinations that they are for. */
  readonly tokens: ReadonlyMap<string, readonly string[]>;
}

/**
 * Has a host bring secrets from Secret Manager, and access tokens of its own account from the metadata server, to a folder in memory every 30
 * seconds: what is stored is in use within a minute.
 */
export function secretsRefresherFiles({ user, secrets, leafs, tokens }: SecretsRefresherProps): readonly HostFile[] {
  const list = [
    ...[...secrets].map(([name, id]) => ['secret', name, id]),
    ...[...leafs].map(([destination, id]) => ['certificate', leafName(destination), id]),
    ...[...tokens].map(([destination, scopes]) => ['token', accessTokenName(destination), ...scopeList(scopes)]),
  ];
  return [
    linesFile(`${configFolder}/secrets`, list),
    textFile(secretsRefresh, refreshScript(user)),
    ...(leafs.size > 0 ? [textFile(`${configFolder}/placeholder.json`, JSON.stringify(placeholderCertificate))] : []),
    ...secretsUnits,
  ];
}

const scopeList = (scopes: readonly string[]): readonly string[] =>
  scopes.length > 0 ? [scopes.map(encodeURIComponent).join(',')] : [];

const service = unitText({
  Unit: { Description: "Secrets of the host's container", Wants: 'network-online.target', After: 'network-online.target' },
  Service: { Type: 'oneshot', ExecStart: `/bin/bash ${secretsRefresh}`, TimeoutStartSec: '60' },
});

const timer = unitText({
  Unit: { Description: "Secrets of the host's container, every 30 seconds" },
  Timer: { OnActiveSec: '30s', OnUnitInactiveSec: '30s', AccuracySec: '1s' },
});

/** The units that run the script over and over. */
export const secretsUnits: readonly HostFile[] = [
  textFile('/etc/systemd/system/airlock-secrets.service', service),
  textFile(`/etc/systemd/system/${secretsTimer}`, timer),
];
