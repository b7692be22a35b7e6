import { type Admission, unclear } from './admission';
import { extensionAt, listAt } from './envoy-config';

const outputs = ['stream.v3.StdoutAccessLog', 'stream.v3.StderrAccessLog', 'file.v3.FileAccessLog'].map(
  (name) => `extensions.access_loggers.${name}`,
);

/** What isn't known of where records go: one that leaves the machine is a way out. */
export const logProblems = (of: unknown, where: string): Admission[] =>
  (listAt(of, 'access_log') ?? [undefined])
    .map((log) => extensionAt(log)?.type)
    .filter((type) => type === undefined || !outputs.includes(type))
    .map((type) => unclear(`${where} has a record of type ${type}, which isn't known`));
