import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";

/** Asks for an example of a schema, another one each time. */
export function useSchemaExample(workspace: string, onText: (text: string) => void) {
  const trpc = useTRPC();
  const seed = useRef(0);
  const ask = useMutation(trpc.schemas.example.mutationOptions({ onSuccess: ({ text }) => onText(text) }));
  const make = (of: { topic: string } | { text: string; references: SchemaReferences }) => {
    ask.mutate({ workspace, of, seed: seed.current });
    seed.current += 1;
  };
  return { make, isBusy: ask.isPending, error: ask.error };
}

type SchemaReferences = { name: string; subject: string; version: number }[];
