import { Annotations } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Warns of a construct: by an annotation, which CDKTF's command line prints, and as a warning of the process, as an app that is run by itself prints
 * none (`--no-warnings` keeps it quiet).
 */
export function warn(scope: IConstruct, message: string): void {
  Annotations.of(scope).addWarning(message);
  process.emitWarning(`${scope.node.path}: ${message}`, 'AgentAirlockWarning');
}
