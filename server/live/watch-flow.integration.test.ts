import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "../auth/actor";
import { createFlow } from "../flows/create-flow";
import { deployFlow } from "../flows/deploy-flow";
import { getFlow } from "../flows/get-flow";
import { previewDeploy } from "../flows/preview-deploy";
import { saveDraft } from "../flows/save-draft";
import { makeWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { closeHints } from "./hints";
import { pointAt } from "./point-at";
import { type FlowReading, watchFlow } from "./watch-flow";

const database = useTestDatabase();
afterAll(() => closeHints(database.deps));

/** Opens the flow in a tab of its own. */
function open(actor: Actor, flow: string) {
  const session = randomUUID();
  const end = new AbortController();
  const stream = watchFlow(database.deps, actor, { flow, topics: [], session }, end.signal)[
    Symbol.asyncIterator
  ]();
  const next = async () => {
    const { value, done } = await stream.next();
    if (done) throw new Error("The stream has ended.");
    return value;
  };
  return {
    session,
    next,
    async until(isSeen: (reading: FlowReading) => boolean): Promise<FlowReading> {
      let reading = await next();
      while (!isSeen(reading)) reading = await next();
      return reading;
    },
    async close() {
      end.abort();
      let isOpen = true;
      while (isOpen) isOpen = !(await stream.next()).done;
    },
  };
}

const people = ({ visitors }: FlowReading) =>
  visitors.map(({ name, selected, isMe }) => ({ name, selected, isMe }));

it("shows who has the flow open and what they selected, until they leave", async () => {
  const { deps } = database;
  const workspace = await makeWorkspace(deps);
  const ana = await workspace.actor("editor", "Ana");
  const mia = await workspace.actor("viewer", "Mia");
  const { slug: flow } = await createFlow(deps, ana, { name: "Orders" });
  const anas = open(ana, flow);
  expect(people(await anas.next())).toEqual([{ name: "Ana", selected: null, isMe: true }]);

  const mias = open(mia, flow);
  expect(people(await mias.next())).toEqual([
    { name: "Ana", selected: null, isMe: false },
    { name: "Mia", selected: null, isMe: true },
  ]);
  await pointAt(deps, mia, { flow, session: mias.session, selected: "topic:placed" });
  const pointed = await anas.until(({ visitors }) => visitors.some(({ selected }) => selected !== null));
  expect(people(pointed)).toContainEqual({ name: "Mia", selected: "topic:placed", isMe: false });
  // Nobody moves what another tab has selected.
  await pointAt(deps, ana, { flow, session: mias.session, selected: null });

  await mias.close();
  const left = await anas.until(({ visitors }) => visitors.length === 1);
  expect(people(left)).toEqual([{ name: "Ana", selected: null, isMe: true }]);
  await anas.close();
});

it("tells of a saved draft at once, and the next deployment tells whose changes it includes", async () => {
  const { deps } = database;
  const workspace = await makeWorkspace(deps);
  const ana = await workspace.actor("editor", "Ana");
  const mia = await workspace.actor("editor", "Mia");
  const document = flowOf("web-address > placed > counter", { counter: { name: "Orders", amount: 1 } });
  const { slug: flow } = await createFlow(deps, ana, { document });
  const { revision } = await deployFlow(deps, ana, { flow });
  const anas = open(ana, flow);
  expect((await anas.next()).flow).toEqual({ version: 1, state: "live", revision });

  const rename = async (actor: Actor, name: string) => {
    const draft = await getFlow(deps, actor, { flow });
    const consumers = draft.document.consumers.map((consumer) => ({ ...consumer, name }));
    await saveDraft(deps, actor, {
      flow,
      version: draft.version,
      document: { ...draft.document, consumers },
    });
  };
  await rename(mia, "Count");
  const saved = await anas.until((reading) => reading.flow.version === 2);
  expect(saved.flow.revision).toBe(revision);
  expect((await previewDeploy(deps, ana, { flow })).others).toEqual([{ name: "Mia", count: 1 }]);
  expect((await previewDeploy(deps, mia, { flow })).others).toEqual([]);
  await rename(ana, "Count them");
  expect((await previewDeploy(deps, mia, { flow })).others).toEqual([{ name: "Ana", count: 1 }]);

  await deployFlow(deps, ana, { flow });
  await anas.until((reading) => reading.flow.revision === revision + 1);
  await rename(ana, "Count all");
  expect((await previewDeploy(deps, ana, { flow })).others).toEqual([]);
  await anas.close();
});
