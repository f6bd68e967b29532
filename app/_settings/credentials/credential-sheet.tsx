"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DialogCancel } from "@/app/_ui/dialog";
import { Sheet } from "@/app/_ui/sheet";
import { showToast } from "@/app/_ui/show-toast";
import { CredentialFields } from "./credential-fields";
import { type CredentialForm, contentOf, credentialFormSchema, startingForm } from "./credential-form";
import type { ListedCredential } from "./credential-words";

interface CredentialSheetProps {
  readonly workspace: string;
  /** Absent: a new one. */
  readonly replaced: ListedCredential | undefined;
  readonly onClose: () => void;
}

export function CredentialSheet({ workspace, replaced, onClose }: CredentialSheetProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const form = useForm<CredentialForm>({
    resolver: zodResolver(credentialFormSchema),
    mode: "onTouched",
    defaultValues: startingForm(replaced),
  });
  const onSuccess = () => {
    void cache.invalidateQueries(trpc.credentials.pathFilter());
    showToast(replaced === undefined ? "The credential was stored." : "The credential was replaced.");
    onClose();
  };
  const create = useMutation(trpc.credentials.create.mutationOptions({ onSuccess }));
  const replace = useMutation(trpc.credentials.replace.mutationOptions({ onSuccess }));
  const error = create.error ?? replace.error;
  const submit = form.handleSubmit((values) => {
    const input = { workspace, name: values.name, content: contentOf(values) };
    if (replaced === undefined) create.mutate(input);
    else replace.mutate({ ...input, id: replaced.id });
  });
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={replaced === undefined ? "Add a credential" : `Replace "${replaced.name}"`}
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form="credential"
            variant="primary"
            busy={create.isPending || replace.isPending}
            busyLabel={replaced === undefined ? "Storing…" : "Replacing…"}
          >
            {replaced === undefined ? "Store credential" : "Replace credential"}
          </Button>
        </>
      }
    >
      {replaced === undefined ? null : (
        <Banner>The secret is never shown: write it again. Flows go on with the new one at once.</Banner>
      )}
      {error === null ? null : <Banner tone="bad">{errorSentence(error)}</Banner>}
      <form id="credential" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <CredentialFields form={form} isReplacing={replaced !== undefined} />
      </form>
    </Sheet>
  );
}
