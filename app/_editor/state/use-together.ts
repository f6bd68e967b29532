"use client";

import { useEffect, useMemo } from "react";
import type { FlowReading } from "@/server/live/watch-flow";
import type { Backend } from "../deploy/use-deployment";
import { takeSession } from "./draft-saver";
import type { EditorState, EditorStore } from "./editor-store";
import { focusKeyOf } from "./selection";

/** Rest before others are told what is selected now. */
const restMs = 150;

/** Names a browser tab for others; needs no secure address, as `randomUUID` would. */
export function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Takes up what others do in the same flow, and tells them what is selected here. */
export function useTogether(store: EditorStore, { api, saver }: Backend, session: string) {
  useEffect(() => {
    let told: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const selected = focusKeyOf(store.getState().selection);
      if (selected === told) return;
      told = selected;
      // Nobody misses it when the server is away: it is told with the next selection.
      api.pointAt(session, selected ?? null).catch(() => {
        told = undefined;
      });
    };
    const isAccompanied = ({ visitors }: EditorState) => visitors.length > 0;
    const stop = store.subscribe((state, before) => {
      const isCome = isAccompanied(state) && !isAccompanied(before);
      if (!isCome && (state.selection === before.selection || !isAccompanied(state))) return;
      clearTimeout(timer);
      timer = setTimeout(tell, restMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store, api, session]);

  return useMemo(
    () => ({
      session,
      onReading: ({ visitors, flow }: FlowReading) => {
        const { visitors: before, revision, flowState } = store.getState();
        const others = visitors.filter((visitor) => visitor.session !== session);
        if (JSON.stringify(others) !== JSON.stringify(before)) store.setState({ visitors: others });
        if (flow.version > saver.version) void saver.follow(flow.version);
        else if ((flow.revision ?? undefined) !== revision || flow.state !== flowState) {
          void api.get().then(
            (loaded) => takeSession(store, loaded),
            // The next reading asks again.
            () => undefined,
          );
        }
      },
    }),
    [store, api, saver, session],
  );
}
