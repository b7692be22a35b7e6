import type { PortSet } from '../traffic/port-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Place } from '../world/place';

/** Something that runs code: an instance, a task of a service, a function, a job. */
export interface Workload {
  /** `Stack/LogicalId` or Terraform address: what `--agent` and `--proxy` may name. */
  readonly id: string;
  /** Other resources that stand for it: its service, task definition, template, group. `--agent` may name any of them. */
  readonly aliases: readonly string[];
  readonly place: Place;
  /** Identities that code in it can use, by id. A task's execution role isn't among them. */
  readonly identities: readonly string[];
  /** TCP ports that its definition states; undefined if it states none. */
  readonly listens?: PortSet;
  /** Credentials within its reach: environment, user data, mounted secrets. */
  readonly credentials: readonly Credential[];
  /** Storage that others may share: file systems, host paths. The same key in two workloads is the same storage. */
  readonly storage: readonly Storage[];
  /** Ways in or out that no network rule sees: ECS Exec, host network, privileged, a shared host. */
  readonly openings: readonly Opening[];
  /** Set if it runs outside every network of the system and so reaches the internet: a function without a VPC. */
  readonly outside?: Hop;
  readonly doubt?: Doubt;
}

export interface Credential {
  /** `secret`: a reference to a secret store or NoEcho parameter; `literal`: looks like a known key. */
  readonly kind: 'secret' | 'literal';
  /** The variable's name or the place, never the value. */
  readonly name: string;
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

export interface Storage {
  readonly key: string;
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

export interface Opening {
  /** `exec`: somebody may run commands in it; `host`: shares its host's network, processes or devices with others */
  readonly kind: 'exec' | 'host';
  readonly hop: Hop;
  readonly doubt?: Doubt;
}
