import { describe, expect, it } from "vitest";
import { leastRole } from "../auth/can";
import { procedureRoles } from "../testing/procedure-roles";
import { procedures } from "../testing/procedures";

describe("the table of roles", () => {
  it("has a row for every procedure, and no other", () => {
    expect(Object.keys(procedureRoles).sort()).toEqual(procedures.map(([path]) => path).sort());
  });

  it.each(procedures)("%s asks for the role of its row", (path, { _def: { meta } }) => {
    expect(meta && ("action" in meta ? leastRole[meta.action] : meta.open)).toBe(procedureRoles[path]);
  });
});
