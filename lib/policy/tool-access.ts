/** A tool, as proxies see it. */
export interface ReachableTool<User> {
  readonly host: string;
  /** Lets the proxies in if their policy names the tool. */
  admit(user: User): void;
}

/** Brings the tools of a network and its users, fleets of proxies, together, whichever are made first. */
export class ToolAccess<User> {
  private readonly known: User[] = [];
  private readonly tools: ReachableTool<User>[] = [];

  /** Those that there are yet. */
  get users(): readonly User[] {
    return this.known;
  }

  addUser(user: User): void {
    this.known.push(user);
    for (const tool of this.tools) tool.admit(user);
  }

  /** Throws an Error if the network has a tool of that host. */
  addTool(tool: ReachableTool<User>): void {
    if (this.tools.some(({ host }) => host === tool.host))
      throw new Error(`host must be that of one tool in its network: give the other a name of its own, got '${tool.host}' twice`);
    this.tools.push(tool);
    for (const user of this.known) tool.admit(user);
  }
}
