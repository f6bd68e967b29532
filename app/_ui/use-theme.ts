"use client";

import { useSyncExternalStore } from "react";
import { parseTheme, type Theme, themeCookie } from "./theme";

const yearSeconds = 365 * 24 * 3600;
const channelName = "millrace-theme";

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  // Other tabs follow at once.
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (message: MessageEvent<unknown>) => show(parseTheme(String(message.data)));
  return () => {
    observer.disconnect();
    channel.close();
  };
}

const read = () => parseTheme(document.documentElement.dataset.theme);

/** The chosen theme and a way to choose another, for this browser and all its tabs. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(subscribe, read, () => "system");
  return [theme, chooseTheme] as const;
}

function chooseTheme(theme: Theme): void {
  const age = theme === "system" ? 0 : yearSeconds;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  show(theme);
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(theme);
  channel.close();
}
