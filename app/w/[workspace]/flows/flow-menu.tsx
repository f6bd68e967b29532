"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  CirclePause,
  Copy,
  Download,
  Ellipsis,
  FileCode2,
  Pause,
  PencilLine,
  Play,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem, MenuLine } from "@/app/_ui/menu-items";
import { showToast } from "@/app/_ui/show-toast";
import type { FlowSummary } from "@/server/flows/list-flows";
import { DeleteFlowDialog } from "./delete-flow-dialog";
import { RenameFlowDialog } from "./rename-flow-dialog";
import { saveAsFile } from "./save-as-file";

interface FlowMenuProps {
  readonly workspace: string;
  readonly flow: FlowSummary;
}

/** What can be done with a flow without opening it. */
export function FlowMenu({ workspace, flow }: FlowMenuProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<"rename" | "delete">();
  const editRefusal = useRefusal(workspace, "flow.edit");
  const pauseRefusal = useRefusal(workspace, "flow.pause");
  const refresh = () => queryClient.invalidateQueries(trpc.flows.list.queryFilter({ workspace }));
  const tellFailure = (error: unknown) => showToast(errorSentence(error), { tone: "bad" });
  const options = { onSuccess: refresh, onError: tellFailure };
  const pause = useMutation(trpc.flows.pause.mutationOptions(options));
  const drain = useMutation(trpc.flows.drain.mutationOptions(options));
  const resume = useMutation(trpc.flows.resume.mutationOptions(options));
  const duplicate = useMutation({
    mutationFn: async () => {
      const { text } = await client.flows.export.query({ workspace, flow: flow.slug });
      return client.flows.import.mutate({ workspace, text });
    },
    onSuccess: async () => {
      await refresh();
      showToast(`A copy of ${flow.name} was made. It is a draft.`);
    },
    onError: tellFailure,
  });
  const save = useMutation({
    mutationFn: () => client.flows.export.query({ workspace, flow: flow.slug }),
    onSuccess: ({ fileName, text }) => saveAsFile(fileName, text),
    onError: tellFailure,
  });
  const describe = useMutation({
    mutationFn: () => client.asyncApi.exportFlow.query({ workspace, flow: flow.slug }),
    onSuccess: ({ fileName, text }) => saveAsFile(fileName, text),
    onError: tellFailure,
  });
  const byFlow = { workspace, flow: flow.slug };
  return (
    <>
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label={`More for ${flow.name}`} />}>
        <MenuItem icon={PencilLine} disabled={editRefusal} onSelect={() => setDialog("rename")}>
          Rename…
        </MenuItem>
        <MenuItem icon={Copy} disabled={editRefusal} onSelect={() => duplicate.mutate()}>
          Duplicate
        </MenuItem>
        <MenuItem icon={Download} onSelect={() => save.mutate()}>
          Export as YAML
        </MenuItem>
        <MenuItem icon={FileCode2} onSelect={() => describe.mutate()}>
          Export as AsyncAPI
        </MenuItem>
        {flow.state === "live" ? (
          <>
            <MenuItem icon={Pause} disabled={pauseRefusal} onSelect={() => pause.mutate(byFlow)}>
              Pause
            </MenuItem>
            <MenuItem icon={CirclePause} disabled={pauseRefusal} onSelect={() => drain.mutate(byFlow)}>
              Finish what is open, then pause
            </MenuItem>
          </>
        ) : null}
        {flow.state === "paused" && flow.stillOpen !== null ? (
          <MenuItem icon={Pause} disabled={pauseRefusal} onSelect={() => pause.mutate(byFlow)}>
            Pause now
          </MenuItem>
        ) : null}
        {flow.state === "paused" ? (
          <MenuItem icon={Play} disabled={pauseRefusal} onSelect={() => resume.mutate(byFlow)}>
            Resume
          </MenuItem>
        ) : null}
        <MenuLine />
        <MenuItem icon={Trash2} destructive disabled={editRefusal} onSelect={() => setDialog("delete")}>
          Delete…
        </MenuItem>
      </Menu>
      {dialog === "rename" ? (
        <RenameFlowDialog workspace={workspace} flow={flow} onClose={() => setDialog(undefined)} />
      ) : null}
      {dialog === "delete" ? (
        <DeleteFlowDialog workspace={workspace} flow={flow} onClose={() => setDialog(undefined)} />
      ) : null}
    </>
  );
}
