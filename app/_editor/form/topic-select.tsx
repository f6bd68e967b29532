"use client";

import { Combobox } from "@/app/_ui/combobox";
import { asTopicName, topicNameSchema } from "@/flow/document/names";
import { useEditor } from "../state/editor-context";

interface TopicSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (topic: string) => void;
}

/** The topics of this flow; a new one is made by typing its name. */
export function TopicSelect({ label, value, onChange }: TopicSelectProps) {
  const topics = useEditor(({ document }) => document.topics);
  return (
    <Combobox
      mono
      label={label}
      value={value}
      onValueChange={onChange}
      placeholder="Choose a topic"
      searchPlaceholder="Find or name a topic"
      options={topics.map(({ name }) => ({ value: name, label: name }))}
      createLabel={(text) => {
        const name = asTopicName(text);
        return topicNameSchema.safeParse(name).success ? `New topic ${name}` : undefined;
      }}
      onCreate={(text) => onChange(asTopicName(text))}
    />
  );
}
