import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** `read` looks, `report` hands in incidents, `act` looks and acts; `open` needs nobody. */
export type Role = 'read' | 'report' | 'act';
/** Every role. */
export const ROLES = ['read', 'report', 'act'] as const satisfies readonly Role[];

/** The key under which a handler's needed role is kept. */
export const NEEDS = 'barometer:needs';

/** The role a handler needs; without it GET needs `read` and everything else `act`. */
export const Needs = (role: Role | 'open'): CustomDecorator => SetMetadata(NEEDS, role);

/** Whether somebody with these roles may do what needs `role`. */
export function allows(roles: readonly Role[], role: Role): boolean {
  return roles.includes(role) || (role === 'read' && roles.includes('act'));
}
