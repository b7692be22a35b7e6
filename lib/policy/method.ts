/** Methods that no rule allows, `any` neither: CONNECT opens a tunnel, and TRACE echoes injected credentials to the agent. */
export const neverAllowedMethods: readonly string[] = ['CONNECT', 'TRACE'];
