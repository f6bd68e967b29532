"use client";

import { createContext, useContext } from "react";
import type { DrawnMap } from "@/server/map/get-map";

/** What the cards and wires of the map share. */
export interface MapView {
  readonly workspace: string;
  readonly flows: ReadonlyMap<string, DrawnMap["flows"][number]>;
  readonly topics: ReadonlyMap<string, DrawnMap["topics"][number]>;
  readonly consumers: ReadonlyMap<string, DrawnMap["consumers"][number]>;
  /** Figures stand still: the server is away. */
  readonly isLost: boolean;
  /** Keys of the cards that were searched for; absent while nothing is. */
  readonly found: ReadonlySet<string> | undefined;
  /** The one card that Tab reaches. */
  readonly cursor: string | undefined;
  readonly setCursor: (key: string) => void;
  /** The card whose wires are in the light. */
  readonly lit: string | undefined;
  readonly setLit: (key: string | undefined) => void;
}

const MapContext = createContext<MapView | undefined>(undefined);
export const MapProvider = MapContext.Provider;

/** @throws Error outside of a map */
export function useMapView(): MapView {
  const view = useContext(MapContext);
  if (view === undefined) throw new Error("This belongs into a map.");
  return view;
}
