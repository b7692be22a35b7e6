import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Agent, defaultAgentName } from './agent';
import { canonicalJson } from './canonical-json';
import { checkPolicy } from './check';
import { certificateNames, type Destination, secretNames } from './destination';
import { destinationOf } from './destination-of';
import { type Enforcement, enforcementOf } from './enforcement';
import { fileProblem } from './file-problem';
import { frozen } from './frozen';
import { PolicyError } from './policy-error';
import type { PolicyDocument } from './schema';
import { warningsOf } from './warnings';
import { parseYaml } from './yaml-source';

/**
 * A policy whose shape and meaning are checked. Immutable.
 *
 * @example
 * const policy = EgressPolicy.fromFile('airlock.yaml');
 * policy.agent().destinations.map((destination) => destination.name);
 */
export class EgressPolicy {
  /** The policy as written, names of hosts and headers in lower case. */
  readonly document: PolicyDocument;
  readonly destinations: readonly Destination[];
  readonly agents: readonly Agent[];
  readonly enforcement: Enforcement;
  /** What is allowed but should be known, one line each. */
  readonly warnings: readonly string[];
  /** Hexadecimal SHA-256 of the document as canonical JSON. */
  readonly sha256: string;
  /** Names of the secrets that credentials use, sorted and distinct. */
  readonly secrets: readonly string[];
  /** Names of the certificates that upstreams are verified with, sorted and distinct. */
  readonly certificates: readonly string[];

  private constructor(document: PolicyDocument) {
    this.document = frozen(document);
    this.destinations = frozen(document.destinations.map(destinationOf));
    this.agents = frozen(agentsOf(document, this.destinations));
    this.enforcement = frozen(enforcementOf(document.enforcement));
    this.warnings = frozen(warningsOf(document, this.destinations, this.agents));
    this.sha256 = createHash('sha256').update(canonicalJson(document)).digest('hex');
    this.secrets = frozen(secretNames(this.destinations));
    this.certificates = frozen(certificateNames(this.destinations));
    Object.freeze(this);
  }

  /** Checks a policy given as an object; throws a PolicyError with every issue. */
  static parse(input: unknown): EgressPolicy {
    const checked = checkPolicy(input);
    if (!checked.document) throw new PolicyError(checked.issues.map((issue) => issue.message));
    return new EgressPolicy(checked.document);
  }

  /** Checks a policy in YAML 1.2; `source` names it in the messages of the PolicyError, before the line. */
  static fromYaml(text: string, source = 'policy'): EgressPolicy {
    const { value, lineOf } = parseYaml(text, source);
    const checked = checkPolicy(value);
    if (checked.document) return new EgressPolicy(checked.document);
    const located = checked.issues.map(({ path, message }) => ({ line: lineOf(path), message }));
    const sorted = located.sort((a, b) => a.line - b.line);
    throw new PolicyError(sorted.map(({ line, message }) => `${source}:${line}: ${message}`));
  }

  /** Checks a policy file; throws a PolicyError also when it can't be read. */
  static fromFile(path: string): EgressPolicy {
    return EgressPolicy.fromYaml(read(path), path);
  }

  /** The agent of that name, or the only one; throws an Error that lists the names otherwise. */
  agent(name?: string): Agent {
    const names = this.agents.map((agent) => agent.name).join(', ');
    const [first, ...others] = this.agents;
    if (name === undefined && first && others.length === 0) return first;
    if (name === undefined) throw new Error(`the policy has several agents: name one of ${names}`);
    const found = this.agents.find((agent) => agent.name === name);
    if (!found) throw new Error(`agent must be one of ${names}, got '${name}'`);
    return found;
  }
}

function agentsOf(document: PolicyDocument, destinations: readonly Destination[]): Agent[] {
  const limits = document.limits ?? {};
  if (!document.agents) return [{ name: defaultAgentName, destinations, limits }];
  return Object.entries(document.agents).map(([name, agent]) => ({
    name,
    destinations: destinations.filter((destination) => agent.destinations.includes(destination.name)),
    limits: { ...limits, ...agent.limits },
  }));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PolicyError([`policy file can't be read: ${fileProblem(error)}, got '${path}'`]);
  }
}
