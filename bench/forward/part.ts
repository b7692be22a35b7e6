import { interleaved } from '../interleaved';
import { blob } from '../job';
import { aim, type Conditions, type Part } from '../part';
import { startAll } from '../started';
import { median } from '../statistics';
import { direct, directAcross } from './contenders/direct';
import { envoyIntercept, envoyTunnel } from './contenders/envoy';
import { mitmproxyIntercept, mitmproxyTunnel } from './contenders/mitmproxy';
import { squidIntercept, squidTunnel } from './contenders/squid';
import { whyNoCurl } from './curl';
import { measureDownload } from './measure';
import { checkForward, type ForwardContender } from './running-forward';
import { forwardTable, speedRatio } from './table';

/** What a proxy lets through of one download, TLS going on end to end. */
export const tunnel = forwardPart({
  name: 'tunnel',
  title: 'A download through a tunnel',
  ours: envoyTunnel,
  others: [squidTunnel, mitmproxyTunnel],
  aimedAt: 0.9,
});

/** The same with TLS ended at the proxy, and opened again. */
export const intercept = forwardPart({
  name: 'intercept',
  title: 'A download through an intercepted connection',
  ours: envoyIntercept,
  others: [squidIntercept, mitmproxyIntercept],
  aimedAt: 0.6,
});

interface ForwardProps {
  readonly name: string;
  readonly title: string;
  readonly ours: ForwardContender;
  readonly others: readonly ForwardContender[];
  /** Share of the direct speed. */
  readonly aimedAt: number;
}

function forwardPart({ name, title, ours, others, aimedAt }: ForwardProps): Part {
  const baselines = [direct.name, directAcross.name];
  const contenders = [direct, directAcross, ours, ...others].map(withCurl);
  return {
    name,
    async measure(conditions) {
      const { running, missing, stop } = await startAll(contenders, conditions.scene, checkForward);
      const props = { ...conditions, running, rounds: roundsFor(conditions), measure: measureDownload };
      const { rounds, failed } = await interleaved(props).finally(stop);
      const unable = [...missing, ...failed, ...['nginx', 'haproxy'].map((each) => [each, 'takes no CONNECT'] as const)];
      const speeds = [...rounds].map(([each, own]) => ({ name: each, value: median(own.map(({ speed }) => speed)) }));
      return {
        title,
        table: forwardTable(rounds, baselines, new Map(unable)),
        notes: [
          `curl fetches ${blob.bytes / 2 ** 20} MiB on one connection, ${roundsFor(conditions)} interleaved rounds. \`direct\`: both ends on one processor, as for the proxies; \`direct across\`: one each.`,
          ...[ours, ...others].flatMap((each) => each.lacks.map((what) => `${each.name} ${what}.`)),
        ],
        charts: [{ title: `${title}, MB/s (more is better)`, bars: speeds }],
        aims: baselines.map((each) =>
          aim(`${name}: MB/s over ${each}`, '>=', aimedAt, speedRatio(rounds, ours.name, each)?.median),
        ),
        rounds: Object.fromEntries(rounds),
      };
    },
  };
}

function withCurl(contender: ForwardContender): ForwardContender {
  return { ...contender, missing: async (scene) => (await whyNoCurl()) ?? contender.missing?.(scene) };
}

const roundsFor = ({ quick }: Conditions): number => (quick ? 2 : 12);
