import { execFileSync } from 'node:child_process';
import { systemPrograms } from '../system-programs';

/** Takes out all that is in a folder of a layer, however deep and whatever its modes. */
export function emptied(folder: string): void {
  execFileSync('chmod', ['-R', 'u+rwX', '--', folder], { env: systemPrograms });
  execFileSync('find', [folder, '-mindepth', '1', '-delete'], { env: systemPrograms });
}
