/** Does `round` 250 ms from now, and again 250 ms after each end of it, until the function that is returned is called. */
export function repeating(round: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    // looking, unlike watching, sees renames over a file, swapped symlinks and file systems without notifications alike
    timer = setTimeout(() => void round().finally(() => timer && next()), 250);
  };
  next();
  return () => {
    clearTimeout(timer);
    timer = undefined;
  };
}
