import { join } from 'node:path';
import { pythonTool } from '../python/tools';

let program: Promise<string> | undefined;

/** Path of a Python that has the clients of `requirements.txt`; rejects if it can't be had. */
export function python(): Promise<string> {
  program ??= pythonTool('python', join(__dirname, 'requirements.txt'));
  return program;
}
