/** What is chosen for everything that is enumerated. A variable that isn't chosen has any value but the excluded ones. */
export interface Assignment {
  /** Texts by the variables' keys. */
  readonly chosen: ReadonlyMap<string, string>;
  /** The texts that an enumerated variable doesn't have where none of them is chosen. */
  readonly excluded: ReadonlyMap<string, ReadonlySet<string>>;
  /** How comparisons of what isn't chosen turn out, by their keys. */
  readonly comparisons: ReadonlyMap<string, boolean>;
}

/** With everything open. */
export const nothingChosen: Assignment = { chosen: new Map(), excluded: new Map(), comparisons: new Map() };
