import { describe, expect, it } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { setPositions } from "@/flow/edit/positions";
import { updateStep } from "@/flow/graph/step-tree";
import { drawnRects, projectWires } from "./project-flow";

function courseOf(document: ReturnType<typeof testFlow>, id: string) {
  const wires = projectWires(document, testNodes, drawnRects(document, testNodes));
  return wires.find((wire) => wire.id === id)?.data?.course;
}

describe("the course of a wire", () => {
  it("bends back to a card at the lower left without looking like a loop", () => {
    const placed = setPositions(
      testFlow(),
      new Map([
        ["consumer:welcome", { x: 600, y: 0 }],
        ["topic:user.paid", { x: 0, y: 700 }],
      ]),
    );
    expect(courseOf(placed, "publish:publish1")?.kind).toBe("back");
    expect(courseOf(placed, "when:welcome:signed.up")?.kind).toBe("forward");
  });

  it("runs below the cards where events come back to where they were", () => {
    const looping = updateStep(testFlow(), "publish1", (step) => ({
      ...step,
      config: { topic: "signed.up" },
    }));
    expect(courseOf(looping, "publish:publish1")?.kind).toBe("loop");
    expect(courseOf(looping, "when:welcome:signed.up")?.kind).toBe("forward");
  });
});
