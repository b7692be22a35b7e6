import { nameSchema } from '../policy/schema';
import type { AuditRecord } from './audit-record';
import { BoundedGroups } from './bounded-groups';
import { boundedText } from './bounded-text';

/** Requests that are alike, as a policy sees them. */
export interface SeenRequest {
  readonly agent: string;
  /** Name of the destination that they belonged to. */
  readonly destination: string | null;
  readonly method: string;
  /** Lower case, without port. */
  readonly host: string;
  readonly port: number;
  /** How CONNECT was served, where the record says so. */
  readonly access?: 'tunnel' | 'intercept';
  /** Absent for CONNECT. */
  readonly path?: string;
  readonly times: number;
  readonly lastSeen: string;
}

/** What a suggested policy doesn't cover, and why. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
  readonly times: number;
}

type Changing<T> = { -readonly [key in keyof T]: T[key] };

/** Takes records one after the other, and keeps each kind of request once. */
export class SeenRequests {
  private readonly seen = new BoundedGroups<Changing<SeenRequest>>();
  private readonly unknown = new BoundedGroups<Changing<LeftOut>>(1000);

  add(record: AuditRecord): void {
    const request = seenRequest(record);
    if (typeof request === 'string') this.leaveOut(record, request);
    else this.keep(request);
  }

  get requests(): readonly SeenRequest[] {
    return this.seen.sorted();
  }

  get leftOut(): readonly LeftOut[] {
    const more = this.seen.overflow + this.unknown.overflow;
    const beyond = { what: 'further requests', why: 'more kinds of requests than a suggestion holds (10,000)', times: more };
    return [...this.unknown.sorted(), ...(more > 0 ? [beyond] : [])];
  }

  private keep(request: SeenRequest): void {
    const { agent, destination, method, host, port, path, access, lastSeen } = request;
    const group = this.seen.of([host, port, agent, path ?? null, method, destination, access], () => ({ ...request, times: 0 }));
    if (!group) return;
    group.times += 1;
    if (Date.parse(lastSeen) > Date.parse(group.lastSeen)) group.lastSeen = lastSeen;
  }

  private leaveOut({ agent, method, host, path }: AuditRecord, why: string): void {
    const what = boundedText(`${agent}: ${method ?? '-'} ${host ?? '-'}${path ?? ''}`);
    const group = this.unknown.of([what, why], () => ({ what, why, times: 0 }));
    if (group) group.times += 1;
  }
}

/** The request of a record, or why it can stand in no policy. */
function seenRequest({ agent, destination, method, host, path, time, access }: AuditRecord): SeenRequest | string {
  const [, name, digits] = /^(.+?)(?::(\d{1,5}))?$/s.exec(host ?? '') ?? [];
  if (method === null || name === undefined) return 'the record has no method or no host';
  if (!nameSchema.safeParse(agent).success) return 'the agent has a name that no agent of a policy can have';
  if (`${host}${path ?? ''}`.length > mostCharacters) return 'host and path are longer than 4,000 characters together';
  // a policy has no way to write a literal one
  if (`${name}${path ?? ''}`.includes('*')) return 'it holds *, which a policy reads as a wildcard';
  if (method !== 'CONNECT' && path === null) return 'the record has no path';
  const common = { agent, destination, method, host: name.toLowerCase(), port: Number(digits ?? 443), times: 1, lastSeen: time };
  return method === 'CONNECT' || path === null ? { ...common, ...(access && { access }) } : { ...common, path };
}

const mostCharacters = 4000;
