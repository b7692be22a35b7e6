import { type Answer, messagesAnswer } from '../../bin/demo/messages-answer';

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly content?: unknown;
}

interface Asked {
  readonly messages?: readonly { readonly content: string | readonly Block[] }[];
}

/**
 * The Messages API's streamed answer to an agent whose prompt is `Run: COMMAND`, or `Use TOOL: INPUT` with the input as JSON: first it asks for
 * the tool, Bash for a command, and once there is a result it repeats that. Anything else is answered as ever. https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use
 */
export function toolAskingAnswer(method: string, path: string, body: string): Answer {
  const usual = messagesAnswer({ method, path, body });
  const blocks = usual.status === 200 ? blocksOf(JSON.parse(body || '{}')) : [];
  const result = blocks.find(({ type }) => type === 'tool_result');
  const use = blocks.map(({ text = '' }) => useIn(text)).find(Boolean);
  if (result) return { ...usual, parts: withBlock(usual.parts, textBlock(wordsOf(result.content)), 'end_turn') };
  return use === undefined ? usual : { ...usual, parts: withBlock(usual.parts, toolBlock(use), 'tool_use') };
}

interface Use {
  readonly name: string;
  readonly input: string;
}

function useIn(text: string): Use | undefined {
  const command = /^Run: (.*)$/s.exec(text)?.[1];
  if (command !== undefined) return { name: 'Bash', input: JSON.stringify({ command }) };
  const [, name, input] = /^Use (\w+): (.*)$/s.exec(text) ?? [];
  return name === undefined || input === undefined ? undefined : { name, input };
}

const wordsOf = (content: unknown): string => (typeof content === 'string' ? content : JSON.stringify(content));

const blocksOf = ({ messages = [] }: Asked): readonly Block[] =>
  messages.flatMap(({ content }) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content));

/** The parts of a stream with another block of content and another reason to stop. */
function withBlock(parts: readonly string[], block: readonly object[], reason: string): readonly string[] {
  const first = parts.filter((part) => part.startsWith('event: message_start'));
  const last = parts.filter((part) => /^event: message_(delta|stop)/.test(part));
  return [...first, ...block.map(event), ...last.map((part) => part.replace('"end_turn"', JSON.stringify(reason)))];
}

const textBlock = (text: string): readonly object[] => [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
  { type: 'content_block_stop', index: 0 },
];

const toolBlock = ({ name, input }: Use): readonly object[] => [
  { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'toolu_1', name, input: {} } },
  { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: input } },
  { type: 'content_block_stop', index: 0 },
];

const event = (value: object & { type?: string }): string => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
