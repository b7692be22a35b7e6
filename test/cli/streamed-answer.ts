/** The text of a streamed answer as far as it came, and whether it came to its end. */
export async function rest(answer: Response): Promise<{ text: string; isWhole: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    return { text, isWhole: false };
  }
  return { text, isWhole: text.includes('message_stop') };
}
