export type { Difference, Part } from './diff/diff';
export { difference } from './diff/diff';
export type { Coverage, TypeCount } from './model/network-model';
export type { RoleRequest } from './model/role-request';
export { htmlReport } from './report/html/page';
export type {
  ExitKind,
  Report,
  ReportedAcceptance,
  ReportedExit,
  ReportedFinding,
  ReportedHop,
} from './report/report';
export type { ReportOptions } from './report/report-of';
export { sarifReport } from './report/sarif';
export { textReport } from './report/text';
export { UnusableInput } from './unusable-input';
export type { Acceptance } from './verdict/acceptance';
export type { Finding } from './verdict/finding';
export type { Verdict } from './verdict/verdict';
export { verify } from './verify';
export type { ConfigurationInMemory } from './verify-configurations';
export { verifyConfigurations } from './verify-configurations';
export type { VerifyOptions } from './verify-options';
export type { TemplateInMemory } from './verify-templates';
export { verifyTemplates } from './verify-templates';
