"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis, FileCode2 } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem } from "@/app/_ui/menu-items";
import { showToast } from "@/app/_ui/show-toast";
import { saveAsFile } from "./save-as-file";

/** What can be done with all flows together. */
export function FlowsMenu({ workspace }: { readonly workspace: string }) {
  const client = useTRPCClient();
  const describe = useMutation({
    mutationFn: () => client.asyncApi.exportWorkspace.query({ workspace }),
    onSuccess: ({ fileName, text }) => saveAsFile(fileName, text),
    onError: (error) => showToast(errorSentence(error), { tone: "bad" }),
  });
  return (
    <Menu align="end" trigger={<IconButton icon={Ellipsis} label="More for all flows" />}>
      <MenuItem icon={FileCode2} onSelect={() => describe.mutate()}>
        Export all as AsyncAPI
      </MenuItem>
    </Menu>
  );
}
