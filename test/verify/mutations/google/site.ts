import { configuration } from '../../terraform/network/judged';

// biome-ignore lint/suspicious/noExplicitAny: rows reach into arguments of any shape
export type Arguments = Record<string, any>;

/** Resources by `TYPE.NAME`, without `google_`. */
export type Body = Record<string, Arguments>;

/** What the parts that rows change are called in a sealed fixture, as `TYPE.NAME` without `google_`. */
export interface Names {
  readonly agent: string;
  /** The agents' network, its subnetwork, the tag of agents, and the rules that close and open their egress. */
  readonly network: string;
  readonly subnet: string;
  readonly tag: string;
  readonly deny: string;
  readonly allow: string;
  /** The response policy of the agents' network, its rule, and its private zone for the root. */
  readonly policy: string;
  readonly answers: string;
  /** The account of the agents, which may do nothing. */
  readonly account: string;
  readonly proxy: string;
  readonly proxyNetwork: string;
  readonly proxySubnet: string;
  readonly proxyTag: string;
  readonly proxyIngress: string;
  readonly proxyAccount: string;
  /** The credential that the proxy reads. */
  readonly secret: string;
}

/** A sealed system, and how its agent is changed where that differs by what runs it. */
export interface Fixture {
  readonly name: string;
  readonly body: () => Body;
  readonly port: number;
  /** Whether the agent and the proxy are marked, so that nobody names them. @default false */
  readonly marked?: boolean;
  readonly names: Names;
  /** The block of the agent's network interface. */
  readonly nic: (site: Site) => Arguments;
  /** The block that names the agent's account. */
  readonly identity: (site: Site, email: string | undefined) => void;
  /** Gives the agent something in its environment or its metadata. */
  readonly give: (site: Site, name: string, value: unknown) => void;
}

/** A copy of a sealed fixture that a row changes. */
export class Site {
  readonly body: Body;
  /** Variables, locals, data sources and modules beside the resources. */
  readonly declared: Record<string, Arguments> = {};

  constructor(readonly fixture: Fixture) {
    this.body = structuredClone(fixture.body());
  }

  get names(): Names {
    return this.fixture.names;
  }

  add(name: string, body: Arguments): string {
    this.body[name] = body;
    return name;
  }

  remove(name: string): void {
    this.at(name);
    delete this.body[name];
  }

  at(name: string): Arguments {
    const found = this.body[name];
    if (!found) throw new Error(`no ${name}`);
    return found;
  }

  set(name: string, changes: Arguments): void {
    Object.assign(this.at(name), changes);
  }

  /** Declares a variable and refers to it. */
  variable(name: string, fields: Arguments = { type: 'string' }): string {
    this.declared.variable = { ...this.declared.variable, [name]: fields };
    return `\${var.${name}}`;
  }

  declare(kind: 'locals' | 'data' | 'module', parts: Arguments): void {
    this.declared[kind] = { ...this.declared[kind], ...parts };
  }

  /** Refers to a data source that tells something at apply only. */
  toldLater(attribute = 'id'): string {
    return `\${data.google_x.y.${attribute}}`;
  }

  document(): object {
    const { data, ...declared } = this.declared;
    return configuration(this.body, { data: { google_x: { y: {} }, ...data }, ...declared });
  }
}
