import "@xyflow/react/dist/style.css";
import { type Edge, type Node, ReactFlow, useEdgesState, useNodesState, type Viewport } from "@xyflow/react";
import { createRoot } from "react-dom/client";

/** What the bench puts into the page before this runs. */
declare global {
  interface Window {
    drawing: {
      readonly nodes: Node[];
      readonly edges: Edge[];
      readonly viewport: Viewport;
      readonly box: {
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
      };
    };
  }
}

const { nodes, edges, viewport, box } = window.drawing;

/** React Flow as its first example has it: its own nodes and edges, and nothing of ours. */
function BareFlow() {
  const [drawnNodes, , onNodesChange] = useNodesState(nodes);
  const [drawnEdges, , onEdgesChange] = useEdgesState(edges);
  return (
    <div style={{ position: "fixed", left: box.x, top: box.y, width: box.width, height: box.height }}>
      <ReactFlow
        nodes={drawnNodes}
        edges={drawnEdges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        defaultViewport={viewport}
        minZoom={0.1}
      />
    </div>
  );
}

const root = document.createElement("div");
document.body.append(root);
createRoot(root).render(<BareFlow />);
