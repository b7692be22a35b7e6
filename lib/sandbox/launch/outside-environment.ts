import { systemPrograms } from '../../workspace/system-programs';

/** Variables of what runs before the sandbox is made: nothing of the caller's but what leads to its own systemd. */
export function outsideEnvironment(
  { XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS }: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return { ...systemPrograms, XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS };
}
