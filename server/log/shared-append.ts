import type { Deps } from "../deps";
import { createGroupAppend, type GroupAppend } from "./group-append";
import { createAnnouncer } from "./notify";

// Next bundles its own copy of this module; both copies share their commits.
const shared = globalThis as typeof globalThis & { millraceAppend?: WeakMap<Deps, GroupAppend> };

/** The group append of this process, which announces what it stored; one for all who send. */
export function sharedAppend(deps: Deps): GroupAppend {
  shared.millraceAppend ??= new WeakMap();
  const known = shared.millraceAppend.get(deps);
  if (known !== undefined) return known;
  const announcer = createAnnouncer(deps.pool, deps.log);
  const group = createGroupAppend(deps.pool, (topicId) => announcer.announce("appended", topicId));
  const made: GroupAppend = {
    append: group.append,
    appendAll: group.appendAll,
    idle: async () => {
      await group.idle();
      await announcer.idle();
    },
  };
  shared.millraceAppend.set(deps, made);
  return made;
}
