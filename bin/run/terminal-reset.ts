/**
 * What takes back a command's concealed text, character set and scroll region (DECSTR and SGR 0 of ECMA-48 and the VT510), in which what is said
 * and listed afterwards could not be read; empty for what is no terminal.
 */
export const terminalReset = ({ isTTY = false }: { readonly isTTY?: boolean }): string => (isTTY ? '\x1b[!p\x1b[0m\x1b(B' : '');
