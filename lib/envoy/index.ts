export { renderBootstrap } from './bootstrap';
export type { AgentSource, BootstrapProps, Resolve, SecretDelivery } from './bootstrap-props';
