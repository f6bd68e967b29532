// Who may import whom; ARCHITECTURE.md explains it, bin/architecture.test.ts plants a violation of every rule.

const node = "^nodes/(steps|producers)/([^/]+)/";
const tests = "\\.test\\.tsx?$|/testing/";
/** What the pure core may use; none of it does I/O. */
const pureLibraries = "^node_modules/(zod|@marcbachmann/cel-js|re2js|yaml|cron-parser|cronstrue|uuid)/";
const panelLibraries = "^node_modules/(react|lucide-react|zod|cronstrue)/|^node_modules/@types/react/";

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      "flow-is-pure",
      "flow/ says what a flow is: no Node, no network, no React, nothing of ours outside it",
      { path: "^flow/", pathNot: tests },
      { pathNot: ["^flow/", pureLibraries] },
    ),
    forbid(
      "node-stands-alone",
      "a node type is one folder: it uses flow/ and itself, and the runtime hands it what does I/O",
      { path: node, pathNot: [tests, "/panel[^/]*\\.tsx?$"] },
      { pathNot: ["^flow/", "^nodes/$1/$2/", pureLibraries] },
    ),
    forbid(
      "panel-stands-alone",
      "a panel uses its own folder, flow/, the contract of panels, app/_ui and React",
      { path: `${node}panel[^/]*\\.tsx?$`, pathNot: tests },
      { pathNot: ["^flow/", "^nodes/$1/$2/", "^nodes/node-panel\\.ts$", "^app/_ui/", panelLibraries] },
    ),
    forbid(
      "node-types-through-registry",
      "the engine and the editor never name a node type: they ask the registry",
      { path: "^(flow|server|workers|app)/", pathNot: tests },
      { path: node },
    ),
    forbid(
      "server-below-all",
      "server/ knows neither pages, nor workers, nor executors, nor panels",
      { path: "^server/", pathNot: tests },
      { path: "^(app|workers|e2e|bin|bench)/|^nodes/registry/(executors|panels)\\.gen\\.ts$" },
    ),
    forbid(
      "bullmq-in-one-place",
      "only server/queue knows which queue we use",
      { path: "^(flow|nodes|server|workers|app)/", pathNot: ["^server/queue/", tests] },
      { path: "^node_modules/bullmq/" },
    ),
    forbid(
      "workers-without-pages",
      "workers/ runs no pages",
      { path: "^workers/", pathNot: tests },
      {
        path: "^(app|e2e|bin|bench)/|^nodes/registry/panels\\.gen\\.ts$|^node_modules/(react|react-dom|next)/",
      },
    ),
    forbid(
      "browser-sees-types-only",
      "canvas, editor and live view run in the browser: of server/ they may know types alone",
      { path: "^app/_(canvas|editor|live)/", pathNot: tests },
      { path: "^server/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "browser-without-databases",
      "canvas, editor and live view run in the browser",
      { path: "^app/_(canvas|editor|live|ui)/", pathNot: tests },
      {
        path: "^(prisma|workers|bin|e2e)/|^nodes/registry/executors\\.gen\\.ts$|^node_modules/(bullmq|ioredis|pg)/",
      },
    ),
    forbid(
      "pages-without-workers",
      "the web process executes nothing",
      { path: "^app/", pathNot: tests },
      { path: "^(workers|e2e|bin|bench)/|^nodes/registry/executors\\.gen\\.ts$" },
    ),
    forbid(
      "react-flow-in-one-place",
      "only app/_canvas knows React Flow",
      { path: "^(flow|nodes|server|workers|app)/", pathNot: "^app/_canvas/" },
      { path: "^node_modules/@xyflow/" },
    ),
    forbid(
      "no-cycle",
      "two modules that import each other are one",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    forbid("resolvable", "what is imported must exist", {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|prisma/generated)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
