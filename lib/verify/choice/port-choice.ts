import { type PortRange, PortSet } from '../traffic/port-set';
import type { Doubt } from '../world/doubt';
import type { AnyOf, Value } from '../world/value';

/** Ports that a property may allow. */
export interface PortChoice {
  readonly ports: PortSet;
  /** The assignment that allows them, such as `with Port=443`. */
  readonly note?: string;
  readonly doubt?: Doubt;
}

/** The ports that a parameter admits. */
export interface AdmittedPorts {
  readonly certain: PortSet;
  /** Those of which it can't be told. */
  readonly open: PortSet;
}

/** The highest port. */
export const highestPort = 65535;

/** What a parameter without a default stands for where it says at which port something listens: a port that means nothing by itself. */
export const standInPort = 49151;

/** The ports from one to another; none if they are the wrong way round. */
export const portsBetween = (from: number, to: number): PortSet => (from <= to ? PortSet.of({ from, to }) : PortSet.none);

/** The port that a number or its text means. */
export function portNumberOf(value: Value | undefined): number | undefined {
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= highestPort ? number : undefined;
}

/** Asks a parameter for every port: remember the answer. */
export function admittedPorts(choice: AnyOf): AdmittedPorts {
  const certain: PortRange[] = [];
  const open: PortRange[] = [];
  for (let port = 0; port <= highestPort; port++) {
    const answer = choice.admits(`${port}`);
    if (answer !== false) extend(answer ? certain : open, port);
  }
  return { certain: PortSet.of(...certain), open: PortSet.of(...open) };
}

function extend(ranges: PortRange[], port: number): void {
  const last = ranges.at(-1);
  if (last?.to === port - 1) ranges[ranges.length - 1] = { from: last.from, to: port };
  else ranges.push({ from: port, to: port });
}
