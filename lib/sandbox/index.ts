export { type ManagedSettingsProps, managedSettings } from './claude/managed-settings';
export { type SandboxRuntimeProps, type SandboxRuntimeSettings, sandboxRuntimeSettings } from './claude/sandbox-runtime';
export { type Limits, wholeLimits } from './limits';
export { places } from './places';
export { seccompFilter } from './seccomp/bpf/filter';
export { type DockerSeccomp, dockerSeccompProfile, type OciSeccomp, ociSeccompProfile } from './seccomp/oci/seccomp-profile';
