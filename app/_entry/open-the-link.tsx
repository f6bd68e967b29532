import { EntryFrame } from "./entry-frame";

/** For who comes to a new installation without the token. */
export function OpenTheLink() {
  return (
    <EntryFrame
      title="Millrace is running"
      description="It has no owner yet. The terminal in which it was started shows a link that creates one."
      foot="The link is new at every start until there is an owner, and works once."
    >
      <div className="rounded-control bg-sunken px-3 py-2 font-mono text-mono wrap-anywhere text-text-2">
        Millrace is ready. Open <span className="text-text">…/setup#</span>…
      </div>
    </EntryFrame>
  );
}
