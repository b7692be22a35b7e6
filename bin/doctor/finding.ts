/** One thing that this package can use, and how this machine stands. */
export interface Finding {
  /** What scripts know it by. */
  readonly name: string;
  readonly what: string;
  /** `absent` hinders part of what can be done, which `what` names; `missing` hinders `run` altogether. */
  readonly state: 'ok' | 'missing' | 'absent';
  /** The command that changes it, where it isn't ok. */
  readonly fix?: string;
}
