import { join } from "node:path";
import type { Page } from "@playwright/test";
import { build } from "esbuild";
import type { FlowDocument } from "@/flow/document/flow-document";
import { cardHeight, cardWidth, consumerHeight } from "@/flow/graph/card-size";
import { cardKey, endsOf, wiresOf } from "@/flow/graph/wires";
import type { NodeLookup } from "@/flow/node/node-lookup";
import { root } from "./services";
import type { View } from "./view";

const address = "http://bare.test/";

/** The cards of a flow as plain nodes of the same size at the same place, its wires as plain edges. */
function plain(document: FlowDocument, nodes: NodeLookup) {
  const node = (id: string, label: string, position: object | undefined, width: number, height: number) => ({
    id,
    position: position ?? { x: 0, y: 0 },
    data: { label },
    width,
    height,
    sourcePosition: "right",
    targetPosition: "left",
  });
  return {
    nodes: [
      ...document.producers.map(({ id, name, position }) =>
        node(cardKey("producer", id), name, position, cardWidth.producer, cardHeight.producer),
      ),
      ...document.topics.map(({ name, position }) =>
        node(cardKey("topic", name), name, position, cardWidth.topic, cardHeight.topic),
      ),
      ...document.consumers.map((consumer) =>
        node(
          cardKey("consumer", consumer.id),
          consumer.name,
          consumer.position,
          cardWidth.consumer,
          consumerHeight(consumer),
        ),
      ),
    ],
    edges: wiresOf(document, nodes).map((wire) => {
      const { from, to } = endsOf(wire);
      return { id: wire.id, source: from, target: to };
    }),
  };
}

/** Opens a page that holds a bare React Flow, which shows the same part of the same drawing in a box of the same size. */
export async function openBarePage(
  page: Page,
  document: FlowDocument,
  nodes: NodeLookup,
  view: View,
): Promise<void> {
  const built = await build({
    absWorkingDir: root,
    entryPoints: [join(root, "bench/stage/bare-flow.tsx")],
    outdir: "bare",
    bundle: true,
    write: false,
    minify: true,
    jsx: "automatic",
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  const textOf = (ending: string) => built.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  const drawing = JSON.stringify({ ...plain(document, nodes), ...view }).replaceAll("<", "\\u003c");
  await page.route(`${address}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/bare.js") await route.fulfill({ contentType: "text/javascript", body: textOf(".js") });
    else {
      const body = [
        "<!doctype html><meta charset=utf-8><title>Bare React Flow</title>",
        `<style>${textOf(".css")}</style><body style="margin:0">`,
        `<script>window.drawing = ${drawing}</script><script src="/bare.js"></script>`,
      ].join("\n");
      await route.fulfill({ contentType: "text/html", body });
    }
  });
  await page.goto(address);
  await page.locator(".react-flow__edge").first().waitFor({ state: "attached" });
}
