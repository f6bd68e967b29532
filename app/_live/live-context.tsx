"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { type LiveFlow, type LiveSnapshot, noLiveFlow } from "./live-flow";

const LiveContext = createContext<LiveFlow>(noLiveFlow);

/** Gives all below the live data of one flow. */
export function LiveProvider({ flow, children }: { readonly flow: LiveFlow; readonly children: ReactNode }) {
  return <LiveContext value={flow}>{children}</LiveContext>;
}

/** The source itself, for dots. */
export function useLiveFlow(): LiveFlow {
  return useContext(LiveContext);
}

/** One part of the live numbers; renders only when that part changed its identity. */
export function useLive<Part>(select: (snapshot: LiveSnapshot) => Part): Part {
  const flow = useContext(LiveContext);
  const read = () => select(flow.getSnapshot());
  return useSyncExternalStore(flow.subscribe, read, read);
}
