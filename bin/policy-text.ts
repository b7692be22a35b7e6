import { Document, isMap, isSeq } from 'yaml';
import type { PresetDestination } from '../lib/policy/presets/preset-destination';

/** A policy file: each destination under a comment that says why the agent needs it. */
export function policyText(destinations: readonly PresetDestination[]): string {
  const document = new Document({ version: 1, destinations: destinations.map(({ destination }) => destination) });
  document.commentBefore =
    ' What the agent may reach; everything else is denied. Try: agent-airlock check, agent-airlock explain';
  const list = document.get('destinations');
  if (isSeq(list)) for (const [index, item] of list.items.entries()) decorate(item, destinations[index]?.because ?? '');
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function decorate(item: unknown, because: string): void {
  if (!isMap(item)) return;
  item.commentBefore = ` ${because}`;
  for (const key of ['credential', 'upstream', 'ports']) {
    const part = item.get(key);
    if (isMap(part) || isSeq(part)) part.flow = true;
  }
  const rules = item.get('allow');
  if (isSeq(rules)) for (const rule of rules.items) if (isMap(rule)) rule.flow = true;
}
