export { renderBootstrap } from './bootstrap';
export type {
  AgentSource,
  BootstrapProps,
  CertificateSource,
  Interception,
  LeafDelivery,
  Resolve,
  SecretDelivery,
} from './bootstrap-props';
