import type { Coverage } from '../model/network-model';
import type { Finding } from '../verdict/finding';
import type { Verdict } from '../verdict/verdict';
import type { Hop } from '../world/hop';

/** What `verify` found, version 1. Sorted: two runs over the same inputs are equal byte for byte. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'agent-airlock'; readonly version: string };
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly verdict: Verdict;
  readonly agents: readonly { readonly id: string; readonly verdict: Verdict }[];
  readonly exits: readonly ReportedExit[];
  readonly findings: readonly ReportedFinding[];
  /** What the verdict takes for granted. */
  readonly assumptions: readonly string[];
  /** What no network rule closes. */
  readonly residual: readonly string[];
  readonly accepted: readonly ReportedAcceptance[];
  /** Acceptances without effect, and why. */
  readonly ignoredAcceptances: readonly (ReportedAcceptance & { readonly why: string })[];
  readonly coverage: Coverage;
}

/** A hop and the line where it stands, from 1; null if the file can't tell. */
export interface ReportedHop extends Hop {
  readonly line: number | null;
}

export interface ReportedExit {
  readonly agent: string;
  readonly kind: ExitKind;
  /** The resource that takes the packets or lets them out, and for what lies outside the addresses: `Stack/Gateway 0.0.0.0/0`. */
  readonly destination: string;
  readonly family: 'ipv4' | 'ipv6';
  /** `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's name or number, or `all`. */
  readonly protocol: string;
  readonly ports: readonly { readonly from: number; readonly to: number }[];
  /** The assignment of parameters and conditions under which it is there; empty: always. */
  readonly when: string;
  readonly path: readonly ReportedHop[];
}

export type ExitKind = 'proxy' | 'confined' | 'leak' | 'unknown';

export interface ReportedFinding extends Omit<Finding, 'path'> {
  /** The assignment of parameters and conditions under which it was found; empty: always. */
  readonly when: string;
  readonly path: readonly ReportedHop[];
}

export interface ReportedAcceptance {
  readonly id: string;
  readonly because: string;
  readonly until: string;
}
