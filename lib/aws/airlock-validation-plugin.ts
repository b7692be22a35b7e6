import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
  Stage,
} from 'aws-cdk-lib';
import type { RoleRequest } from '../verify/model/role-request';
import { packageVersion } from '../verify/report/package-version';
import type { ReportedFinding } from '../verify/report/report';
import { allRules } from '../verify/rules/all-rules';
import type { Acceptance } from '../verify/verdict/acceptance';
import { verify } from '../verify/verify';

export interface AirlockValidationPluginProps {
  /** Which resources are agents. @default - those that the constructs of this library mark */
  readonly agents?: readonly RoleRequest[];
  /** Which resources are proxies, and their ports. @default - those that the constructs of this library mark */
  readonly proxies?: readonly RoleRequest[];
  /** Findings accepted in writing. @default - none */
  readonly accept?: readonly Acceptance[];
}

/**
 * Reports ways out of an agent's network in the CDK's validation report. A finding of a plugin can be acknowledged away; what
 * {@link AgentAirlock} finds by itself can't.
 *
 * @example
 * Validations.of(app).addPlugins(new AirlockValidationPlugin({ agents: [{ id: 'Agent' }], proxies: [{ id: 'Proxy', ports: [8080] }] }));
 */
export class AirlockValidationPlugin implements IPolicyValidationPlugin {
  readonly name = 'agent-airlock';
  readonly version = packageVersion();
  readonly ruleIds = allRules.map(({ id }) => id);

  constructor(private readonly props: AirlockValidationPluginProps = {}) {}

  /** Throws an UnusableInput if there is no agent or no proxy. */
  validate({ appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    // the folder and not its files: they alone don't say which are nested, or deployed by another stage
    const { verdict, findings } = verify({ ...this.props, paths: [(appConstruct as Stage).outdir] });
    return { success: verdict === 'proven', violations: findings.map(violation), pluginVersion: this.version };
  }
}

function violation({ rule, verdict, agent, message, fix, when, path, id }: ReportedFinding): PolicyViolation {
  return {
    ruleName: rule,
    description: `${agent} ${message}${when ? `, when ${when}` : ''}`,
    fix,
    severity: verdict === 'refuted' ? 'error' : 'warning',
    ruleMetadata: { id, verdict },
    violatingResources: path.map(({ resource, file, pointer }) => ({
      resourceLogicalId: resource.slice(resource.lastIndexOf('/') + 1),
      templatePath: file,
      locations: pointer.split('/').length > 3 ? [pointer.split('/').slice(3).join('/')] : [],
    })),
  };
}
