import { isGitConfiguration } from './git-credential';
import { sensitiveKind } from './sensitive-names';

/**
 * Of files that are sensitive by the names of folders above them, these folders: under another name the files would not be found again. All paths are from
 * the workspace's root.
 */
export function namingFolders(files: readonly string[]): readonly string[] {
  return [...new Set(files.flatMap((file) => foldersAbove(file).filter((folder) => isNamedBy(file, folder))))].sort();
}

const foldersAbove = (path: string): readonly string[] => {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
};

const isNamedBy = (file: string, folder: string): boolean => isKnown(file) && !isKnown(renamed(file, folder));

const isKnown = (path: string): boolean => sensitiveKind(path) !== undefined || isGitConfiguration(path);

const renamed = (file: string, folder: string): string =>
  `${folder.slice(0, folder.lastIndexOf('/') + 1)}renamed${file.slice(folder.length)}`;
