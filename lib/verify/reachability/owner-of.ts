import type { Forwarder } from '../model/forwarder';
import type { Interface } from '../model/interface';
import type { Workload } from '../model/workload';

/** What the parts of a model may call each other by. */
export interface Named {
  /** By id and alias, like forwarders. */
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly forwarders: ReadonlyMap<string, Forwarder>;
  readonly interfaces: ReadonlyMap<string, Interface>;
}

/** The id of what an interface's id, an owner's id or an alias stands for. */
export function ownerOf(id: string, { workloads, forwarders, interfaces }: Named): string {
  const name = interfaces.get(id)?.owner ?? id;
  return (workloads.get(name) ?? forwarders.get(name))?.id ?? name;
}
