import {
  Activity,
  CircleHelp,
  Cylinder,
  FileCheck2,
  Hand,
  type LucideIcon,
  MailOpen,
  Map as MapIcon,
  OctagonX,
  RotateCcw,
  Rows3,
  Settings2,
  Workflow,
} from "lucide-react";

export interface NavItem {
  /** The folder below /w/<workspace>; a test asks that it holds a page. */
  readonly segment: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The navigation from top to bottom; a line between the groups. */
export const navGroups: readonly (readonly NavItem[])[] = [
  [
    { segment: "flows", label: "Flows", icon: Workflow },
    { segment: "map", label: "Map", icon: MapIcon },
    { segment: "events", label: "Events", icon: Rows3 },
    { segment: "why", label: "Why", icon: CircleHelp },
    { segment: "topics", label: "Topics", icon: Cylinder },
    { segment: "schemas", label: "Schemas", icon: FileCheck2 },
  ],
  [
    { segment: "problems", label: "Problems", icon: OctagonX },
    { segment: "quarantine", label: "Quarantine", icon: Hand },
    { segment: "replays", label: "Replays", icon: RotateCcw },
    { segment: "health", label: "Health", icon: Activity },
    { segment: "demo-inbox", label: "Demo inbox", icon: MailOpen },
  ],
  [{ segment: "settings", label: "Settings", icon: Settings2 }],
];
