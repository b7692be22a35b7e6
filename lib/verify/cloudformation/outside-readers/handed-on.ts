import type { ServiceEndpoint } from '../../model/service-endpoint';
import { hop } from '../../world/hop';
import type { RoleRequester } from '../identity/requester';
import { oneOf } from '../policy-language/answer';
import { type Gate, maySomewhere } from './gate';
import { type Outlet, outlets } from './outlet';

/** Services that hand on what they are sent, by settings that aren't read or to whomever the sender names. */
const handingOn: Readonly<Record<string, { readonly why: string; readonly actions?: readonly string[] }>> = {
  email: { why: 'sends mail to whomever the agent names', actions: ['ses:SendEmail', 'ses:SendRawEmail', 'ses:SendBulkEmail'] },
  'execute-api': { why: "leads to APIs, and what these do for their callers isn't in the inputs" },
  'appsync-api': { why: "leads to APIs, and what these do for their callers isn't in the inputs" },
  'iot.data': { why: "leads to rules for messages, and what these do isn't in the inputs" },
};

/** What an endpoint's service does with what it is sent; undefined if it keeps it. */
export const handsOn = ({ service }: ServiceEndpoint) =>
  Object.entries(handingOn).find(([name]) => service === name || service.endsWith(`.${name}`))?.[1];

/** How an agent's requests get out through an endpoint whose service hands them on. */
export function handedOn(endpoint: ServiceEndpoint, agents: readonly RoleRequester[], gate: Gate): readonly Outlet[] {
  const found = handsOn(endpoint);
  if (!found) return [];
  const { why, actions } = found;
  const may = actions && oneOf(agents.map((by) => maySomewhere(by, actions, gate)));
  return outlets(may ?? 'maybe', hop(endpoint.place, why));
}
