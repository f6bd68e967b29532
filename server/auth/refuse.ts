import { AppError } from "../app-error";
import type { Actor, Role } from "./actor";
import { roles } from "./can";

/**
 * Some acts are for people: a stolen key must not be able to make another or to let somebody in.
 * @throws AppError `not-allowed`
 */
export function refuseApiKeys(actor: Actor, act: string): void {
  if (actor.kind === "api-key") {
    throw new AppError("not-allowed", `API keys cannot ${act}. Do this in the browser.`);
  }
}

/**
 * Nobody gives, changes or takes a role above their own.
 * @throws AppError `not-allowed`
 */
export function refuseRoleAbove(actor: Actor, role: Role): void {
  if (roles.indexOf(role) > roles.indexOf(actor.role)) {
    throw new AppError(
      "not-allowed",
      `Only an owner can give or take the role ${role}. You are ${actor.role}.`,
    );
  }
}
