import type { LoadedTemplate } from './loaded-template';

/** The connected systems among templates: each stage of a `cdk.out` is one, and all that stand outside of stages are one together. */
export function systemsOf(templates: readonly LoadedTemplate[]): LoadedTemplate[][] {
  const systems = new Map<string, LoadedTemplate[]>();
  for (const template of templates) {
    const system = systems.get(template.assembly);
    if (system) system.push(template);
    else systems.set(template.assembly, [template]);
  }
  return [...systems.values()];
}
