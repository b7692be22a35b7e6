/** A checked host pattern: an exact name or address, or one leading `*.` label over a name. Lower case. */
export interface HostPattern {
  readonly text: string;
  readonly wildcard: boolean;
}
