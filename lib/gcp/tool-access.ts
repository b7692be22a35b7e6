import type { EgressPolicy } from '../policy/egress-policy';

/** A fleet of proxies, as a tool sees it. */
export interface ToolUser {
  readonly policy: EgressPolicy;
  /** Email address of the proxies' service account. */
  readonly account: string;
}

/** A tool, as proxies see it. */
export interface ReachableTool {
  readonly host: string;
  /** Lets the proxies in if their policy names the tool. */
  admit(user: ToolUser): void;
}

/** Brings the tools of a network and its proxies together, whichever are made first. */
export class ToolAccess {
  private readonly users: ToolUser[] = [];
  private readonly tools: ReachableTool[] = [];

  /** How many tools there are yet. */
  get count(): number {
    return this.tools.length;
  }

  addUser(user: ToolUser): void {
    this.users.push(user);
    for (const tool of this.tools) tool.admit(user);
  }

  /** Throws an Error if the network has a tool of that host. */
  addTool(tool: ReachableTool): void {
    if (this.tools.some(({ host }) => host === tool.host))
      throw new Error(`host must be that of one tool in its network: give the other a name of its own, got '${tool.host}' twice`);
    this.tools.push(tool);
    for (const user of this.users) tool.admit(user);
  }
}
