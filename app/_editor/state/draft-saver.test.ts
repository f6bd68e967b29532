import { TRPCClientError } from "@trpc/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { DraftSaver } from "./draft-saver";
import { createEditorStore, type SaveState } from "./editor-store";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", { setItem: () => undefined });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("says since when the server is away once, however often it is tried again, and the time of the last change", async () => {
  const document = testFlow();
  const store = createEditorStore({ nodes: testNodes, document });
  const away = () => Promise.reject(new TRPCClientError("fetch failed"));
  const saver = new DraftSaver(store, { get: away, save: away }, "flow", 1, document);
  const rename = (name: string) => store.edit("Rename flow", (current) => ({ ...current, name }));
  const states: SaveState[] = [];
  rename("First");
  store.subscribe(({ save }, before) => {
    if (save !== before.save) states.push(save);
  });
  vi.setSystemTime(new Date("2026-01-01T12:00:00Z"));
  await saver.flush();
  vi.setSystemTime(new Date("2026-01-01T12:00:03Z"));
  await saver.flush();
  vi.setSystemTime(new Date("2026-01-01T12:00:05Z"));
  rename("Second");
  await saver.flush();
  expect(states).toEqual([
    { kind: "saving" },
    { kind: "offline", changedAt: new Date("2026-01-01T12:00:00Z") },
    { kind: "offline", changedAt: new Date("2026-01-01T12:00:05Z") },
  ]);
});
