import { chooseGenerator } from '../generators/choose';
import { interleaved } from '../interleaved';
import type { Conditions, Part, Section } from '../part';
import { startAll } from '../started';
import { gatewayAims } from './aims';
import { contenders } from './contenders';
import { direct, directAcross } from './contenders/direct';
import { nginx } from './contenders/nginx';
import { manyConnections, measureGateway } from './measure';
import { checkJob } from './running-gateway';
import { summarize } from './summary';
import { gatewayCharts, gatewayTable } from './table';

/** What the proxy adds to one request to a model, and how many of them it takes. */
export const gateway: Part = {
  name: 'gateway',
  async measure(conditions) {
    const generator = await chooseGenerator(conditions.scene);
    const { running, missing, stop } = await startAll(contenders, conditions.scene, checkJob);
    const measure = (each: Parameters<typeof measureGateway>[0]) => measureGateway(each, generator);
    const props = { ...conditions, running, rounds: roundsFor(conditions), measure };
    const { rounds, failed } = await interleaved(props).finally(stop);
    const results = summarize(rounds, { baselines: [direct.name, directAcross.name], yardstick: nginx.name });
    return {
      title: 'A request through the gateway',
      table: gatewayTable(results, new Map([...missing, ...failed])),
      notes: notes(generator.name, conditions),
      charts: gatewayCharts(results),
      aims: gatewayAims(results),
      rounds: Object.fromEntries(rounds),
    };
  },
};

const roundsFor = ({ quick }: Conditions): number => (quick ? 2 : 8);

function notes(generator: string, conditions: Conditions): Section['notes'] {
  return [
    `${generator} sends, ${conditions.scene.upstream.name} answers over TLS; ${roundsFor(conditions)} interleaved rounds of a second each at 1 connection (latency) and at ${manyConnections} (req/s), three for LiteLLM.`,
    '`+ direct`, `+ direct across`: µs of p50 beyond those. `/ nginx`: taken in each round, median (quartiles). `cpu`: the proxy alone.',
    ...contenders.flatMap(({ name, lacks }) => lacks.map((what) => `${name} ${what}.`)),
  ];
}
