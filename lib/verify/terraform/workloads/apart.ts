import type { Interface } from '../../model/interface';

/** Interfaces with ids of their own: a second one in the same subnetwork is numbered. */
export function apart(interfaces: readonly Interface[]): Interface[] {
  const seen = new Map<string, number>();
  return interfaces.map((each) => {
    const number = seen.get(each.id) ?? 0;
    seen.set(each.id, number + 1);
    return number === 0 ? each : { ...each, id: `${each.id}#${number}` };
  });
}
