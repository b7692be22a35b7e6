/** What a scripted server answers: the parts of the body are sent one after the other, with a pause between them. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly string[];
}

/** What the answer depends on. */
export interface MessagesRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The words that every message consists of. */
export const standInText = 'This is the stand-in model: no model was asked.';

/** The answer of the Anthropic Messages API, in form; https://docs.claude.com/en/api/messages and its streaming page. */
export function messagesAnswer({ method, path, body }: MessagesRequest): Answer {
  const [route] = path.split('?');
  const asked = parsed(body);
  if (!asked) return apiError(400, 'invalid_request_error', 'the body is not JSON');
  if (method === 'POST' && route === '/v1/messages/count_tokens') return json(200, { input_tokens: tokens(body) });
  if (method !== 'POST' || route !== '/v1/messages') return apiError(404, 'not_found_error', `no such route: ${method} ${route}`);
  const model = String(asked.model ?? 'stand-in');
  return asked.stream === true ? stream(model, tokens(body)) : json(200, message(model, tokens(body)));
}

/** An error as the API words it. */
export const apiError = (status: number, type: string, text: string): Answer =>
  json(status, { type: 'error', error: { type, message: text }, request_id: 'req_stand_in' });

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'request-id': 'req_stand_in' },
  parts: [JSON.stringify(value)],
});

function message(model: string, input_tokens: number) {
  return {
    ...emptyMessage(model, input_tokens),
    content: [{ type: 'text', text: standInText }],
    stop_reason: 'end_turn',
    usage: { input_tokens, output_tokens: words.length },
  };
}

function stream(model: string, input_tokens: number): Answer {
  const events: readonly Record<string, unknown>[] = [
    { type: 'message_start', message: emptyMessage(model, input_tokens) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    ...words.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: words.length } },
    { type: 'message_stop' },
  ];
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'request-id': 'req_stand_in' },
    parts: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  };
}

const emptyMessage = (model: string, input_tokens: number) => ({
  id: 'msg_stand_in',
  type: 'message',
  role: 'assistant',
  model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens, output_tokens: 0 },
});

const words = standInText.split(/(?<= )/);

const tokens = (body: string): number => Math.ceil(body.length / 4);

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    return undefined;
  }
}
