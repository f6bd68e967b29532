import { useQuery } from "@tanstack/react-query";
import { FileCheck2 } from "lucide-react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import type { FormInput } from "@/flow/node/producer-definition";
import { formInputs } from "@/flow/schema-design/form-inputs";
import { readDesign } from "@/flow/schema-design/read-design";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import { useEditor } from "../state/editor-context";
import { onlyCard } from "../state/selection";

interface SchemaInputsProps {
  readonly onTake: (inputs: FormInput[]) => void;
}

/** Offers the fields of the schema that the topic of the selected producer has. */
export function SchemaInputs({ onTake }: SchemaInputsProps) {
  const workspace = useEditor((state) => state.workspace);
  const topic = useEditor(({ selection, document }) => {
    const key = onlyCard(selection);
    return document.producers.find(({ id }) => key === `producer:${id}`)?.topic;
  });
  if (topic === undefined) return null;
  return <Offer workspace={workspace} topic={topic} onTake={onTake} />;
}

function Offer({
  workspace,
  topic,
  onTake,
}: SchemaInputsProps & { readonly workspace: string; readonly topic: string }) {
  const trpc = useTRPC();
  const gate = useQuery({ ...trpc.schemas.gate.queryOptions({ workspace, topic }), retry: false });
  const schema = useQuery({
    ...trpc.schemas.text.queryOptions({ workspace, subject: gate.data?.subject ?? topic }),
    enabled: gate.data !== undefined && gate.data.latestVersion !== null,
  });
  if (schema.data?.format !== "JSON") return null;
  const parsed = parseSchemaText(schema.data.text);
  const inputs = "schema" in parsed ? formInputs(readDesign(parsed.schema)) : [];
  if (inputs.length === 0) return null;
  return (
    <Button size="dense" variant="ghost" icon={FileCheck2} onClick={() => onTake(inputs)}>
      Take the fields of {schema.data.subject}
    </Button>
  );
}
