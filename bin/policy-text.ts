import { Document, isMap, isSeq } from 'yaml';
import type { PresetDestination } from '../lib/policy/presets/preset-destination';
import type { PolicyInput } from '../lib/policy/schema';

/** A policy file: each destination under a comment that says why the agent needs it. */
export function policyText(destinations: readonly PresetDestination[]): string {
  const policy: PolicyInput = { version: 1, destinations: destinations.map(({ destination }) => destination) };
  const head = 'What the agent may reach; everything else is denied. Try: agent-airlock check, agent-airlock explain';
  return commentedPolicy(
    policy,
    destinations.map(({ because }) => because),
    head,
  );
}

/** A policy as YAML under a comment, and each destination under its own; the comments hold printable characters only. */
export function commentedPolicy(policy: PolicyInput, because: readonly string[], head: string): string {
  const document = new Document(policy);
  document.commentBefore = ` ${head}`;
  const list = document.get('destinations');
  if (isSeq(list)) for (const [index, item] of list.items.entries()) decorate(item, because[index] ?? '');
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function decorate(item: unknown, because: string): void {
  if (!isMap(item)) return;
  item.commentBefore = ` ${because}`;
  for (const key of ['credential', 'upstream', 'ports', 'hosts', 'headers']) {
    const part = item.get(key);
    if (isMap(part) || isSeq(part)) part.flow = true;
  }
  const rules = item.get('allow');
  if (isSeq(rules)) for (const rule of rules.items) if (isMap(rule)) rule.flow = true;
}
