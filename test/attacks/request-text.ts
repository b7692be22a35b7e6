/** A request as text; the connection ends with its answer. */
export function requestText(line: string, headers: readonly string[] = [], body = ''): string {
  const length = body ? [`Content-Length: ${body.length}`] : [];
  return `${[`${line} HTTP/1.1`, 'Host: proxy', ...headers, ...length, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
}
