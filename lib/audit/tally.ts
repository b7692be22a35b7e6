/** Numbers whose percentiles are exact: equal ones are counted together, so a million of them take no more room than their variety. */
export class Tally {
  private readonly times = new Map<number, number>();
  private total = 0;

  add(value: number): void {
    this.times.set(value, (this.times.get(value) ?? 0) + 1);
    this.total += 1;
  }

  /** The least value that `share` (0 to 1) of all values don't exceed; 0 if there is none. */
  percentile(share: number): number {
    let seen = 0;
    for (const [value, times] of [...this.times].sort(([a], [b]) => a - b)) {
      seen += times;
      if (seen >= share * this.total) return value;
    }
    return 0;
  }
}
