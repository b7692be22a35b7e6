import type { Role } from '../model/role';

/** Why nothing in one world has a role that was asked for, by name or by metadata. */
export interface RoleObjection {
  readonly role: 'agent' | 'proxy';
  /** What was named. @default - nothing: whatever is marked */
  readonly id?: string;
  /** One line that says what to do. */
  readonly message: string;
  /** Whether the world has something that may be meant. */
  readonly near: boolean;
}

/** Who has a role in a world, and what was asked for and isn't there. */
export interface FoundRoles {
  readonly roles: readonly Role[];
  readonly objections: readonly RoleObjection[];
}

/** Whether a resource's full id is what a name stands for: the id itself, or the end of it after a stack. */
export const standsFor = (name: string, id: string): boolean => id === name || id.endsWith(`/${name}`);
