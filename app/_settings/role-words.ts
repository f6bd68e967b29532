import type { Option } from "@/app/_ui/option";
import type { Role } from "@/server/auth/actor";

/** Roles in words, from least to most. */
export const roleWords = {
  viewer: { label: "Viewer", detail: "Looks at everything, changes nothing" },
  operator: { label: "Operator", detail: "Keeps it running: send, retry, pause, replay" },
  editor: { label: "Editor", detail: "Draws and deploys flows" },
  admin: { label: "Admin", detail: "Manages people, keys and credentials" },
  owner: { label: "Owner", detail: "May do everything" },
} as const satisfies Record<Role, { label: string; detail: string }>;

const order: readonly Role[] = ["viewer", "operator", "editor", "admin", "owner"];

/** The roles that a person of this role may give, the highest first. */
export function rolesUpTo(highest: Role): readonly Role[] {
  return order.slice(0, order.indexOf(highest) + 1).reverse();
}

/** The same as entries of a `Select`. */
export function roleOptions(highest: Role): readonly Option<Role>[] {
  return rolesUpTo(highest).map((value) => ({ value, ...roleWords[value] }));
}
