/** A bar for each name. */
export interface Chart {
  readonly title: string;
  /** Whether equal steps are equal ratios. @default false */
  readonly logarithmic?: boolean;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly name: string;
  readonly value: number;
}
