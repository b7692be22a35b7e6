import { AnyOf, Unresolved, type Value } from '../../world/value';

/** Stands for the project that a provider has. */
export const providersOwn = 'of the provider';

/** What `data.google_project.X.number` is: a number that is read at apply, of a project that is known. Undefined if that can't be told either. */
export function projectNumber(project: Value | undefined): Unresolved | undefined {
  const name = project === undefined ? providersOwn : nameOf(project);
  return name === undefined ? undefined : new Unresolved(`the number of the project ${name} is read at apply`);
}

function nameOf(project: Value): string | undefined {
  if (typeof project === 'string') return project;
  return project instanceof AnyOf ? `variable '${project.name}'` : undefined;
}

/** The project whose number a value is, by the reason why that isn't known. */
export const projectNumbered = ({ reason }: Unresolved): string | undefined =>
  /^the number of the project (.+) is read at apply$/.exec(reason)?.[1];
