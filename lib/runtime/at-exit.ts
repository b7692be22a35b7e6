const actions = new Set<() => void>();

/** Has `action` done, synchronously, if this process exits before the function that is returned is called. */
export function atExit(action: () => void): () => void {
  if (actions.size === 0) process.once('exit', doAll);
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) process.off('exit', doAll);
  };
}

function doAll(): void {
  for (const action of actions) action();
}
