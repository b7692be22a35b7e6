/** A template that rows change, as JSON has it. */
export interface Body {
  Parameters?: Record<string, unknown>;
  Conditions?: Record<string, unknown>;
  Mappings?: Record<string, unknown>;
  Outputs?: Record<string, unknown>;
  Transform?: unknown;
  readonly Resources: Record<string, Entry>;
}

export interface Entry {
  Type: string;
  Condition?: string;
  Metadata?: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: rows reach into properties of any shape
  Properties: Record<string, any>;
}

/** What the parts that rows change are called in a sealed fixture. */
export interface Names {
  readonly agent: string;
  readonly proxy: string;
  /** The agent's VPC, its subnets, their route tables, and the group of its interfaces. */
  readonly vpc: string;
  /** The first two numbers of the VPC's addresses, a /16. */
  readonly block: string;
  readonly subnets: readonly string[];
  readonly tables: readonly string[];
  readonly group: string;
  /** The role of the agent's code, which may do nothing. */
  readonly role: string;
  /** A gateway endpoint of S3 with a policy, to which the agent's group has a rule. */
  readonly s3: string;
  /** The rule that lets the agent reach it. */
  readonly toS3: string;
  readonly domains: string;
  readonly rules: string;
  readonly association: string;
  /** The credential, and the role that reads it. */
  readonly secret: string;
  readonly proxyRole: string;
  readonly proxyVpc: string;
  readonly proxySubnet: string;
  readonly proxyGroup: string;
}

/** A sealed system, and how its agent is changed where that differs by what runs it. */
export interface Fixture {
  readonly name: string;
  readonly body: () => Body;
  readonly ports: readonly number[];
  readonly names: Names;
  /** Where the agent's groups stand: a list in its properties. */
  readonly groups: (site: Site) => unknown[];
  readonly subnets: (site: Site) => unknown[];
  /** Sets a variable of the agent's environment, or a line of its user data; the resource that holds it. */
  readonly give: (site: Site, name: string, value: unknown) => string;
  /** Lets the agent have IPv6 where it doesn't by being in a subnet that has it. @default - it does */
  readonly dualStack?: (site: Site) => void;
}

export const ref = (name: string) => ({ Ref: name });
export const att = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });
export const sub = (text: string) => ({ 'Fn::Sub': text });

/** A copy of a sealed fixture that a row changes. */
export class Site {
  readonly body: Body;
  /** Other stacks that are deployed with it, by name. */
  readonly beside: Record<string, Body> = {};

  constructor(readonly fixture: Fixture) {
    this.body = structuredClone(fixture.body());
  }

  get names(): Names {
    return this.fixture.names;
  }

  add(name: string, type: string, properties: Record<string, unknown>, more: Partial<Entry> = {}): void {
    this.body.Resources[name] = { Type: `AWS::${type}`, Properties: properties, ...more };
  }

  remove(name: string): void {
    delete this.body.Resources[name];
  }

  entry(name: string): Entry {
    const found = this.body.Resources[name];
    if (!found) throw new Error(`no ${name}`);
    return found;
  }

  // biome-ignore lint/suspicious/noExplicitAny: properties may have any shape
  properties(name: string): Record<string, any> {
    return this.entry(name).Properties;
  }

  set(name: string, changes: Record<string, unknown>): void {
    Object.assign(this.properties(name), changes);
  }

  parameter(name: string, fields: Record<string, unknown> = {}): unknown {
    this.body.Parameters = { ...this.body.Parameters, [name]: { Type: 'String', ...fields } };
    return ref(name);
  }

  condition(name: string, test: unknown): string {
    this.body.Conditions = { ...this.body.Conditions, [name]: test };
    return name;
  }
}
