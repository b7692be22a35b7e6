// what HFS+ leaves out of names: zero-width characters and marks of direction, as Apple's "HFS Plus Volume Format" lists them
const ignored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** A name as file systems that don't tell case apart compare it, those of macOS among them; look-alikes that they don't take for the same fold as well. */
export function foldedName(name: string): string {
  // most names are plain, and folding those is what a scan's time goes into
  return /^[\x20-\x7e]*$/.test(name) ? name.toLowerCase() : name.replace(ignored, '').normalize('NFKC').toLowerCase();
}
