export { renderBootstrap } from './bootstrap';
export type {
  AgentSource,
  AuthoritySource,
  AwsCredentials,
  BootstrapProps,
  CertificateSource,
  Interception,
  LeafDelivery,
  Resolve,
  SecretDelivery,
} from './bootstrap-props';
export type { WatchedSecret } from './watched-secret';
