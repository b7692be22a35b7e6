/** Whether answers of HTTP/1.1, and all of the last one's body, are there; one to HEAD says how long a body would be that doesn't come. */
export function isWhole(text: string, { isHead = false } = {}): boolean {
  for (let rest = text; rest !== ''; ) {
    const body = rest.indexOf('\r\n\r\n') + 4;
    if (body < 4) return false;
    const end = isHead ? body : endOfBody(rest, body);
    if (end === undefined || rest.length < end) return false;
    rest = rest.slice(end);
  }
  return text !== '' && !text.endsWith('100 Continue\r\n\r\n');
}

/** Where an answer ends whose body begins at `body`; undefined if that isn't there yet. */
function endOfBody(text: string, body: number): number | undefined {
  const head = text.slice(0, body);
  if (!/^transfer-encoding: chunked\r$/im.test(head)) return body + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const last = text.indexOf('0\r\n\r\n', body);
  return last < 0 ? undefined : last + 5;
}
