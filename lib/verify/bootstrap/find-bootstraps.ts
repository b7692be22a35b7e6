import type { Bootstrap } from '../model/bootstrap';
import type { Role } from '../model/role';
import type { Workload } from '../model/workload';
import { hop } from '../world/hop';
import { isFields, Reference, Text, type Value } from '../world/value';
import type { Resource, World } from '../world/world';

/** The configurations of Envoy in the definitions of proxies: in a command, a variable, user data, wherever it stands. */
export function findBootstraps(
  world: World,
  proxies: readonly Role[],
  workloads: readonly Workload[],
  /** What leads from a resource's place to its properties. */
  within: readonly string[] = ['Properties'],
): Bootstrap[] {
  const byId = new Map(workloads.map((workload) => [workload.id, workload]));
  return proxies.flatMap(({ id, members }) =>
    members.flatMap((member) => byId.get(member) ?? []).flatMap((host) => bootstrapsOf(world, id, host, within)),
  );
}

/** The configurations in what defines a host; one that can't be read if there are none. */
function bootstrapsOf(world: World, proxy: string, { id, aliases, place }: Workload, within: readonly string[]): Bootstrap[] {
  const resources = [...new Set([id, ...aliases])].flatMap((name) => world.resources.get(name) ?? []);
  const found = resources.flatMap((resource) => bootstrapsIn(world, proxy, resource, within));
  if (found.length > 0) return found;
  const why = 'holds no configuration of Envoy that can be found';
  return [{ proxy, text: '', hop: hop(place, why), doubt: `${id} ${why}` }];
}

const bootstrapsIn = (world: World, proxy: string, resource: Resource, within: readonly string[]): Bootstrap[] =>
  bootstrapTexts(world, resource.properties, { steps: [], isArgument: false }).map(({ text, steps, doubt }) => ({
    ...{ proxy, text, hop: hop(resource.place, "holds the proxy's configuration", ...within, ...steps) },
    ...(doubt !== undefined && { doubt }),
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
  const found = [text, ...(decoded === undefined ? [] : [decoded])].find((each) => /\bstatic_resources\b/.test(each));
  if (found === undefined) return [];
  if (open) return [{ text: found, steps, doubt: 'what is deployed in it is chosen at deployment' }];
  if (isArgument && found === text) return [{ text: found, steps }];
  return [{ text: found, steps, doubt: "it can't be told whether Envoy is started with it" }];
}

/** A literal, or a text whose holes are filled by a word; `open` if what fills a hole may be any text. */
function literalText({ resources }: World, value: string | Text): { readonly text: string; readonly open: boolean } {
  if (typeof value === 'string') return { text: value, open: false };
  const isPlain = (part: Text['parts'][number]) =>
    typeof part === 'string' || (part instanceof Reference && isChosenByCloud(part, resources.get(part.resource)));
  return {
    text: value.parts.map((part) => (typeof part === 'string' ? part : placeholder)).join(''),
    open: !value.parts.every(isPlain),
  };
}

/** Whether a reference stands for an id, a name or an address: a custom resource may give any text. */
const isChosenByCloud = ({ resource }: Reference, found: Resource | undefined): boolean =>
  found ? /^(AWS::(?!CloudFormation::)|google_)/.test(found.type) : /^AWS::/.test(resource);

/** Stands for what the cloud chooses. */
export const placeholder = 'not-known-here';

/** The text that Base64 stands for, as in user data. */
function decodedText(text: string): string | undefined {
  const compact = text.replace(/\s/g, '');
  return compact.length > 40 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64').toString('utf8')
    : undefined;
}
