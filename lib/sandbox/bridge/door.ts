import { bridged, places } from '../places';

/** A port inside a sandbox, and the proxy's Unix socket that it leads to. */
export interface Door {
  /** Numeric: one of the sandbox's own. */
  readonly address: string;
  readonly port: number;
  /** Whole path inside the sandbox. */
  readonly socket: string;
}

/** What the proxy variables lead to, in every sandbox. */
export const variableDoors: readonly Door[] = [
  { address: bridged.host, port: bridged.gatewayPort, socket: places.gatewaySocket },
  { address: bridged.host, port: bridged.proxyPort, socket: places.proxySocket },
];
