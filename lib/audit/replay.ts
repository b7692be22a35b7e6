import type { Agent } from '../policy/agent';
import { decide } from '../policy/decision';
import type { EgressPolicy } from '../policy/egress-policy';
import type { Reason } from '../policy/reason';
import type { AuditRecord } from './audit-record';
import { BoundedGroups } from './bounded-groups';
import { boundedText } from './bounded-text';
import { recordedRequest } from './recorded-request';

/** A request on which the policy decides otherwise than the log. */
export interface Change {
  readonly agent: string;
  readonly method: string;
  readonly host: string;
  readonly path: string | null;
  /** The log's reason. */
  readonly was: Reason;
  /** The policy's reason, or that it has no such agent. */
  readonly now: Reason | 'no-such-agent';
  readonly times: number;
  readonly lastSeen: string;
}

/** What another policy makes of the requests in a log. */
export interface Replay {
  readonly policySha256: string;
  /** What passed, and would be denied. */
  readonly newlyDenied: readonly Change[];
  /** What was denied, and would pass. */
  readonly newlyAllowed: readonly Change[];
  /** Records on which both agree. */
  readonly unchanged: number;
  /** Records of what no policy decides: what is not HTTP, limits, addresses, and what failed. */
  readonly notJudged: number;
  /** Changed records in no row, as there are more rows than are kept (10,000). */
  readonly beyond: number;
}

type ChangeSoFar = { -readonly [key in keyof Change]: Change[key] };

// the other denials come from something else than hosts, methods and paths
const policyReasons: readonly Reason[] = [
  'host-not-allowed',
  'use-gateway',
  'no-such-gateway',
  'method-not-allowed',
  'path-not-allowed',
  'path-ambiguous',
  'plain-http',
];

/** Puts the requests of a log to a policy, one after the other. Report mode, limits and addresses are not considered. */
export class Replaying {
  private readonly denied = new BoundedGroups<ChangeSoFar>();
  private readonly allowed = new BoundedGroups<ChangeSoFar>();
  private readonly agents: ReadonlyMap<string, Agent>;
  private readonly answers = new Map<string, Change['now']>();
  private unchanged = 0;
  private notJudged = 0;

  constructor(private readonly policy: EgressPolicy) {
    this.agents = new Map(policy.agents.map((agent) => [agent.name, agent]));
  }

  add(record: AuditRecord): void {
    const now = this.answer(record);
    if (now === undefined) this.notJudged += 1;
    else if ((now === 'allowed') === (record.decision !== 'deny')) this.unchanged += 1;
    else change(now === 'allowed' ? this.allowed : this.denied, record, now);
  }

  replay(): Replay {
    return {
      policySha256: this.policy.sha256,
      newlyDenied: this.denied.sorted(),
      newlyAllowed: this.allowed.sorted(),
      unchanged: this.unchanged,
      notJudged: this.notJudged,
      beyond: this.denied.overflow + this.allowed.overflow,
    };
  }

  private answer(record: AuditRecord): Change['now'] | undefined {
    const request = recordedRequest(record);
    if (!request || (record.decision === 'deny' && !policyReasons.includes(record.reason))) return undefined;
    const key = JSON.stringify([record.agent, request]);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    // rules are tried one by one, and most requests come again
    if (this.answers.size >= mostAnswers) this.answers.clear();
    const agent = this.agents.get(record.agent);
    const now = agent ? decide(agent, request.method, request.url).reason : 'no-such-agent';
    this.answers.set(key, now);
    return now;
  }
}

const mostAnswers = 1000;

function change(groups: BoundedGroups<ChangeSoFar>, record: AuditRecord, now: Change['now']): void {
  const { agent, reason: was, time } = record;
  const [method, host, path] = [boundedText(record.method), boundedText(record.host), boundedText(record.path)];
  const row = groups.of([agent, host, path, method, was, now], () => ({
    ...{ agent, method: method ?? '', host: host ?? '', path, was, now, times: 0, lastSeen: time },
  }));
  if (!row) return;
  row.times += 1;
  if (Date.parse(time) > Date.parse(row.lastSeen)) row.lastSeen = time;
}
