"use client";

import { Check, Copy, ExternalLink, SquareTerminal } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { TextButton, TextLink } from "@/app/_ui/text-link";
import { useCopy } from "@/app/_ui/use-copy";
import { samplePayload } from "@/flow/graph/fields";
import { knownDocument } from "../samples/known-document";
import { useEditor, useEditorStore } from "../state/editor-context";

interface ProducerAddressProps {
  readonly producerId: string;
  readonly entry: "address" | "form";
}

/** A command that sends one event, with the fields that are known. */
export function curlOf(address: string, payload: unknown): string {
  const json = JSON.stringify(payload).replaceAll("'", String.raw`'\''`);
  return `curl -X POST '${address}' -H 'content-type: application/json' -d '${json}'`;
}

/** The one address of a producer, for ever: for tests and for real. */
export function ProducerAddress({ producerId, entry }: ProducerAddressProps) {
  const store = useEditorStore();
  const known = useEditor(({ addresses }) => addresses.get(producerId));
  const example = useEditor((state) => {
    const [document, nodes] = [knownDocument(state), state.nodes];
    const topic = document.producers.find(({ id }) => id === producerId)?.topic;
    return JSON.stringify(topic === undefined ? {} : samplePayload(document, nodes, topic));
  });
  const isDeployed = useEditor(
    ({ deployed }) => deployed?.producers.some(({ id }) => id === producerId) === true,
  );
  const address = entry === "form" ? known?.formAddress : known?.address;
  if (known === undefined) {
    return (
      <p className="text-label font-normal text-muted">Its address appears as soon as the draft is saved.</p>
    );
  }
  if (known.isUnreadable === true) {
    return (
      <p className="text-label font-normal text-muted">
        Its address works, but cannot be shown: it was stored under another <code>MILLRACE_SECRET</code>.
        Whoever runs Millrace can add that one to <code>MILLRACE_SECRET_OLD</code>.
      </p>
    );
  }
  if (address === undefined) {
    return (
      <p className="text-label font-normal text-muted">Its address is shown to those who may send events.</p>
    );
  }
  const payload: unknown = example === "{}" ? { hello: "world" } : JSON.parse(example);
  return (
    <div className="flex flex-col gap-2">
      <span className="text-label text-muted">{entry === "form" ? "Address of the form" : "Address"}</span>
      <AddressLine address={address} />
      {entry === "address" ? (
        <>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={curlOf(address, payload)} />
          </div>
          <p className="text-label font-normal text-muted">
            Senders get <em>202 Accepted</em> at once. They do not wait for consumers.
          </p>
        </>
      ) : (
        <p className="flex gap-4 text-dense">
          <TextButton onClick={() => store.setState({ formPanel: producerId })}>Fill it in here</TextButton>
          <TextLink
            href={address}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1"
          >
            Open the form <ExternalLink size={12} aria-hidden />
          </TextLink>
        </p>
      )}
      {isDeployed ? null : (
        <p className="rounded-control bg-sunken px-2 py-1.5 text-label font-normal text-text-2">
          {known.keptSamples > 0
            ? `${known.keptSamples === 1 ? "1 event" : `${known.keptSamples} events`} kept as samples: their fields can be used already. Deploy delivers what comes from then on.`
            : "Listening. Events that come before the first deployment are kept as samples."}
        </p>
      )}
    </div>
  );
}

function AddressLine({ address }: { readonly address: string }) {
  const { copied, copy } = useCopy();
  return (
    <div className="flex h-8 items-center gap-1 rounded-control bg-sunken pr-1 pl-2">
      <code className="min-w-0 flex-1 truncate text-label" title={address} data-testid="producer-address">
        {address}
      </code>
      <IconButton icon={copied ? Check : Copy} label="Copy address" size={24} onClick={() => copy(address)} />
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const { copied, copy } = useCopy();
  return (
    <Button size="dense" icon={copied ? Check : SquareTerminal} onClick={() => copy(text)}>
      {copied ? "Copied" : "Copy curl"}
    </Button>
  );
}
