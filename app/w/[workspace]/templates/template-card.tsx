import { FlowPictureView } from "@/app/_flows/flow-picture-view";
import type { FlowPicture } from "@/flow/graph/flow-picture";

/** A template as the gallery gets it. */
export interface ShownTemplate {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly see: readonly string[];
  readonly topics: readonly string[];
  readonly picture: FlowPicture;
}

interface TemplateCardProps {
  readonly template: ShownTemplate;
  readonly onOpen: () => void;
}

/** A template with its picture; the whole card is one button. */
export function TemplateCard({ template, onOpen }: TemplateCardProps) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex min-w-0 flex-1 flex-col overflow-hidden rounded-card border border-border bg-surface text-left shadow-1 transition-shadow hover:shadow-2 focus-visible:shadow-2"
    >
      <span className="block w-full border-b bg-canvas">
        <FlowPictureView isDecoration picture={template.picture} className="block h-40 w-full" />
      </span>
      <span className="flex flex-col gap-1 p-3">
        <span className="text-heading">{template.title}</span>
        <span className="text-dense text-text-2">{template.summary}</span>
      </span>
    </button>
  );
}
