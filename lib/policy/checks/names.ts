import type { Issue } from '../issue';
import { duplicates } from './flaw';
import type { Located } from './located';

/** Destinations that have the name of an earlier one. */
export function repeatedNames(all: readonly Located[]): Issue[] {
  const names = all.map(({ destination }) => destination.name);
  return duplicates(names, [], 'name').flatMap(({ at: [position] }) => {
    const repeated = all[Number(position)];
    if (!repeated) return [];
    const { name } = repeated.destination;
    const message = `destination '${name}': name is taken by an earlier destination: choose another, got '${name}'`;
    return [{ path: ['destinations', repeated.index, 'name'], message }];
  });
}
