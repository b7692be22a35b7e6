import { type CST, Parser } from 'yaml';

/** Whether collections are nested past `limit`. It walks the tokens, as composing them recurses and may exhaust the stack. */
export function isDeeperThan(limit: number, text: string): boolean {
  const open = [...new Parser().parse(text)].map((token): [CST.Token, number] => [token, 0]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    if (depth > limit) return true;
    open.push(...partsOf(token).map((part): [CST.Token, number] => [part, depth + 1]));
  }
  return false;
}

function partsOf(token: CST.Token): CST.Token[] {
  const own = 'value' in token && typeof token.value === 'object' ? [token.value] : [];
  const items: readonly CST.CollectionItem[] = 'items' in token ? token.items : [];
  return [...own, ...items.flatMap(({ key, value }) => [key, value])].filter((part) => part !== undefined && part !== null);
}
