/** Milliseconds of a processor's time that something took; unlike a clock's, they are the same on a busy machine. */
export function cpuTime(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
