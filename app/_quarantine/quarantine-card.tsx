import { ChevronDown, ChevronRight, FilePlus2, Trash2, Wrench } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "@/app/_flows/use-refusal";
import { schemaPath } from "@/app/_schemas/schema-path";
import { Button } from "@/app/_ui/button";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { Sentence } from "@/app/_ui/sentence";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";
import type { QuarantineGroup } from "@/server/quarantine/list-quarantine";
import { AcceptDialog } from "./accept-dialog";
import { DiscardQuarantinedDialog } from "./discard-quarantined-dialog";
import { FixGroupDialog } from "./fix-group-dialog";
import { QuarantinedEvents } from "./quarantined-events";

interface QuarantineCardProps {
  readonly workspace: string;
  readonly group: QuarantineGroup;
}

/** Events that wait for one reason, and what can be done about all of them. */
export function QuarantineCard({ workspace, group }: QuarantineCardProps) {
  const [isOpen, setOpen] = useState(false);
  const [doing, setDoing] = useState<"discard" | "fix" | "accept">();
  const mayNot = useRefusal(workspace, "quarantine.resolve");
  const mayNotEdit = useRefusal(workspace, "schema.edit");
  const { topic, subject, message, count, oldestAt } = group;
  const close = () => setDoing(undefined);
  return (
    <section className="overflow-hidden rounded-card border bg-surface shadow-1">
      <header className="flex flex-wrap items-center gap-3 px-4 py-3">
        <div className="min-w-0 flex-1 basis-80">
          <h2 className="text-body font-strong wrap-anywhere">
            <Sentence>{message}</Sentence>
          </h2>
          <p className="text-dense text-muted">
            <span className="font-mono text-mono">{topic}</span> · schema{" "}
            <TextLink href={schemaPath(workspace, subject)}>{subject}</TextLink> · oldest{" "}
            <Time at={oldestAt} />
          </p>
        </div>
        <Button variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon of={isOpen ? ChevronDown : ChevronRight} />
          {formatPlural(count, "event")}
        </Button>
        <Button icon={Trash2} disabled={mayNot} onClick={() => setDoing("discard")}>
          Discard {formatNumber(count)}
        </Button>
        <Button icon={FilePlus2} disabled={mayNot || mayNotEdit} onClick={() => setDoing("accept")}>
          Accept as new version
        </Button>
        <Button icon={Wrench} disabled={mayNot} onClick={() => setDoing("fix")}>
          Fix and release {formatNumber(count)}
        </Button>
      </header>
      {isOpen ? <QuarantinedEvents workspace={workspace} group={group} disabled={mayNot} /> : null}
      {doing === "discard" ? (
        <DiscardQuarantinedDialog workspace={workspace} group={group} onClose={close} />
      ) : null}
      {doing === "fix" ? <FixGroupDialog workspace={workspace} group={group} onClose={close} /> : null}
      {doing === "accept" ? <AcceptDialog workspace={workspace} group={group} onClose={close} /> : null}
    </section>
  );
}
