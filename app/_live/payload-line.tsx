import { payloadWords } from "./payload-words";

/** What fits into one line of a list. */
const maxFields = 12;
const maxChars = 300;

/** A payload in one line: each field with its value. */
export function PayloadLine({ preview }: { readonly preview: string }) {
  const words = payloadWords(preview);
  if (words.kind === "text") return <span className="text-text-2">{words.text.slice(0, maxChars)}</span>;
  return words.fields.slice(0, maxFields).map(({ name, value }, index) => (
    <span key={name}>
      {index === 0 ? null : <span className="text-muted"> · </span>}
      <span className="text-muted">{name}</span> {value.slice(0, maxChars)}
    </span>
  ));
}
