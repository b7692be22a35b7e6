import type { Bootstrap } from '../model/bootstrap';
import type { Role } from '../model/role';
import type { Workload } from '../model/workload';
import { hop } from '../world/hop';
import { isFields, Text, type Value } from '../world/value';
import type { Resource, World } from '../world/world';
import { isInLines, literalText } from './filled-text';
import { cloudConfig } from './host/cloud-config';
import { hostBootstraps } from './host/started-files';

/** Where configurations of Envoy are looked for. */
export interface BootstrapSearch {
  readonly world: World;
  readonly proxies: readonly Role[];
  readonly workloads: readonly Workload[];
  /** What leads from a resource's place to its properties. @default - it stands at them */
  readonly within?: readonly string[];
  /** What else a host is set up by, so that it may run with something else. @default - nothing is */
  readonly beside?: (host: Workload) => string | undefined;
}

/** The configurations of Envoy in the definitions of proxies: in a command, a variable, user data, wherever it stands. */
export function findBootstraps(search: BootstrapSearch): Bootstrap[] {
  const byId = new Map(search.workloads.map((workload) => [workload.id, workload]));
  return search.proxies.flatMap(({ id, members }) =>
    members.flatMap((member) => byId.get(member) ?? []).flatMap((host) => bootstrapsOf(search, id, host)),
  );
}

/** The configurations in what defines a host; one that can't be read if there are none. */
function bootstrapsOf({ world, within = [], beside }: BootstrapSearch, proxy: string, host: Workload): Bootstrap[] {
  const { id, aliases, place } = host;
  const resources = [...new Set([id, ...aliases])].flatMap((name) => world.resources.get(name) ?? []);
  const found = resources.flatMap((resource) => bootstrapsIn(world, proxy, resource, within));
  const why = 'holds no configuration of Envoy that can be found';
  const other = beside?.(host);
  if (found.length === 0) return [{ proxy, text: '', hop: hop(place, why), doubt: other ?? `${id} ${why}` }];
  return other === undefined ? found : found.map((each) => ({ ...each, doubt: each.doubt ?? other }));
}

const bootstrapsIn = (world: World, proxy: string, resource: Resource, within: readonly string[]): Bootstrap[] =>
  bootstrapTexts(world, resource.properties, { steps: [], isArgument: false }).map(({ text, steps, doubt, isHost }) => ({
    ...{ proxy, text, hop: hop(resource.place, "holds the proxy's configuration", ...within, ...steps) },
    ...(doubt !== undefined && { doubt }),
    ...(isHost && { assumption: `What else a host is set up with leaves its Envoy alone: ${resource.id}.` }),
  }));

/** Where a value stands. */
interface Spot {
  readonly steps: readonly (string | number)[];
  /** Whether Envoy is started with it as its whole configuration. */
  readonly isArgument: boolean;
}

interface Found {
  readonly text: string;
  readonly steps: readonly (string | number)[];
  readonly doubt?: string;
  /** Whether it is one of a host's files. */
  readonly isHost?: boolean;
}

function bootstrapTexts(world: World, value: Value, spot: Spot): Found[] {
  if (typeof value === 'string' || value instanceof Text) return bootstrapOf(world, value, spot);
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    return items.flatMap((item, index) =>
      bootstrapTexts(world, item, { steps: [...spot.steps, index], isArgument: isWholeConfiguration(items, index) }),
    );
  }
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    bootstrapTexts(world, each, { steps: [...spot.steps, name], isArgument: false }),
  );
}

/** "Envoy command line options": `--config-yaml` is the configuration, merged with that of a path if there is one, and twice is refused. */
function isWholeConfiguration(command: readonly Value[], index: number): boolean {
  const isPath = (argument: Value) => typeof argument !== 'string' || /^(-c|--config-path)\b/.test(argument);
  const others = command.filter((_, other) => other !== index);
  return command[index - 1] === '--config-yaml' && !others.some(isPath);
}

function bootstrapOf(world: World, value: string | Text, { steps, isArgument }: Spot): Found[] {
  const { text, open } = literalText(world, value);
  const decoded = decodedText(text);
  const host = isUserData(steps) ? cloudConfig(decoded ?? text) : undefined;
  const chosen = 'what is deployed in it is chosen at deployment';
  if (host)
    return hostBootstraps(isInLines(world, value) ? host : { ...host, doubt: chosen }).map((found) => ({
      ...found,
      steps,
      isHost: true,
    }));
  const found = [text, ...(decoded === undefined ? [] : [decoded])].find((each) => /\bstatic_resources\b/.test(each));
  if (found === undefined) return [];
  if (open) return [{ text: found, steps, doubt: chosen }];
  if (isArgument && found === text) return [{ text: found, steps }];
  return [{ text: found, steps, doubt: "it can't be told whether Envoy is started with it" }];
}

/** Whether a host reads a text at its start, as Google Cloud and AWS call it; what stands elsewhere sets nothing up. */
const isUserData = (steps: readonly (string | number)[]): boolean =>
  ['user-data', 'UserData'].includes(String(steps.filter((step) => step !== 'Fn::Base64').at(-1)));

/** The text that Base64 stands for, as in user data. */
function decodedText(text: string): string | undefined {
  const compact = text.replace(/\s/g, '');
  return compact.length > 40 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64').toString('utf8')
    : undefined;
}
