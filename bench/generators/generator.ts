/** Where requests go, and as whom. */
export interface Target {
  /** http or https, with the path. */
  readonly url: string;
  /** Authority to ask for. @default - the URL's */
  readonly authority?: string;
  /** Headers besides those that every request has. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What one slice of load gave. */
export interface Sample {
  readonly requests: number;
  readonly seconds: number;
  /** Microseconds. */
  readonly p50: number;
  /** Microseconds. */
  readonly p99: number;
}

/** Sends the same request over and over on connections that stay open, each waiting for its answer. */
export interface Generator {
  readonly name: string;
  /** Throws if an answer isn't 200 or a connection ends. */
  run(target: Target, connections: number, seconds: number): Promise<Sample>;
}
