"use client";

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { CircleCheck, CircleSlash, ClockAlert, Pause, PencilLine, Workflow, X } from "lucide-react";
import Link from "next/link";
import { memo, type ReactElement, type ReactNode } from "react";
import { flowPath, workspacePath } from "@/app/_flows/flow-paths";
import { cn } from "@/app/_ui/cn";
import { formatCount, formatDuration, formatPlural, formatRate } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { KindTile } from "@/app/_ui/kind-tile";
import { Menu } from "@/app/_ui/menu";
import { MenuGroup, MenuLine, MenuLink } from "@/app/_ui/menu-items";
import { nodeIcon } from "@/app/_ui/node-icon";
import { Ago } from "@/app/_ui/time";
import { useNow } from "@/app/_ui/use-now";
import type { MapCard } from "@/flow/graph/workspace-map";
import { CardFar } from "../card-far";
import { inletId, outletId } from "../project-flow";
import { type MapView, useMapView } from "./map-context";

export type MapNode = Node<{ readonly card: MapCard }, "card">;

/** Opens a flow with one of its cards selected. */
function cardPath(workspace: string, flow: string, key: string): string {
  return `${flowPath(workspace, flow)}?${new URLSearchParams({ card: key })}`;
}

/** A card of the map: opens its flow; a topic of several flows asks which. */
export const MapCardNode = memo(function MapCardNode({ data }: NodeProps<MapNode>) {
  const { card } = data;
  const view = useMapView();
  const tile = <KindTile kind={card.kind} icon={card.icon === undefined ? undefined : nodeIcon(card.icon)} />;
  const frame = {
    "data-key": card.key,
    "data-shape": card.kind,
    "data-unfinished": card.kind !== "topic" && flowOf(view, card)?.state === "draft" ? true : undefined,
    "data-dim": view.found !== undefined && !view.found.has(card.key) ? true : undefined,
    "aria-label": labelOf(view, card),
    draggable: false,
    tabIndex: view.cursor === card.key ? 0 : -1,
    onFocus: () => {
      view.setCursor(card.key);
      view.setLit(card.key);
    },
    onBlur: () => view.setLit(undefined),
    onMouseEnter: () => view.setLit(card.key),
    onMouseLeave: () => view.setLit(undefined),
    className: cn(
      "canvas-card group/card pointer-events-auto flex size-full cursor-pointer text-left text-dense text-text",
      card.kind === "consumer" ? "flex-col rounded-card" : "items-center gap-3 pr-3 pl-4",
    ),
  };
  const inside = (
    <>
      {card.kind === "consumer" ? (
        <ConsumerInside card={card} tile={tile} />
      ) : (
        <>
          <span className="card-near">{tile}</span>
          <span className="card-near min-w-0 flex-1">
            <CardTitle card={card} />
            {card.kind === "topic" ? <TopicLine card={card} /> : <FlowLine card={card} />}
          </span>
        </>
      )}
      <CardFar tile={tile} title={card.name} />
    </>
  );
  const [first] = card.flows;
  return (
    <>
      {card.flows.length > 1 || first === undefined ? (
        <TopicMenu
          card={card}
          trigger={
            <button type="button" {...frame}>
              {inside}
            </button>
          }
        />
      ) : (
        <Link {...frame} href={cardPath(view.workspace, first, card.cardKey)} prefetch={false}>
          {inside}
        </Link>
      )}
      {card.kind === "producer" ? null : (
        <Handle type="target" position={Position.Left} id={inletId} isConnectable={false} />
      )}
      <Handle type="source" position={Position.Right} id={outletId} isConnectable={false} />
    </>
  );
});

function flowOf(view: MapView, card: MapCard) {
  return view.flows.get(card.flows[0] ?? "");
}

/** All that the card shows, in words. */
function labelOf(view: MapView, card: MapCard): string {
  const names = card.flows.map((slug) => view.flows.get(slug)?.name ?? slug).join(", ");
  const live = view.consumers.get(card.key);
  const figures = live
    ? [
        live.waiting > 0 ? `${formatCount(live.waiting)} waiting` : "",
        live.dead > 0 ? `${formatCount(live.dead)} failed` : "",
        live.isPaused ? "paused" : "",
      ]
    : [];
  return [`${card.name}, ${card.kind}, in ${names}`, ...figures.filter(Boolean)].join(", ");
}

function CardTitle({ card }: { readonly card: MapCard }) {
  return (
    <span
      className={cn("card-title block truncate font-strong", card.kind === "topic" && "font-mono text-mono")}
      title={card.name}
    >
      {card.name}
    </span>
  );
}

/** Which flow the card belongs to, and whether that runs. */
function FlowLine({ card, more }: { readonly card: MapCard; readonly more?: string }) {
  const flow = flowOf(useMapView(), card);
  if (flow === undefined) return null;
  const state =
    flow.state === "draft"
      ? { icon: PencilLine, word: "Draft" }
      : flow.state === "paused"
        ? { icon: Pause, word: "Paused" }
        : undefined;
  return (
    <span className="card-detail flex items-center gap-1.5 text-label font-normal text-muted">
      <Icon of={Workflow} size={12} />
      <span className="min-w-0 truncate" title={flow.name}>
        {flow.name}
      </span>
      {more === undefined ? null : <span className="shrink-0">· {more}</span>}
      {state === undefined ? null : (
        <span className="ml-auto flex shrink-0 items-center gap-1 text-text-2">
          <Icon of={state.icon} size={12} />
          {state.word}
        </span>
      )}
    </span>
  );
}

/** Rate or count, last event, and how many flows meet here. */
function TopicLine({ card }: { readonly card: MapCard }) {
  const view = useMapView();
  const live = view.topics.get(card.key);
  const flow = flowOf(view, card);
  const perSecond = (live?.lastMinute ?? 0) / 60;
  return (
    <span className="card-detail flex items-center gap-1.5 text-label font-normal text-muted tabular-nums">
      <span className={cn("live-figure shrink-0", view.isLost && "text-disabled")}>
        {live === undefined || live.lastEventAt === null ? (
          "No events yet"
        ) : (
          <>
            {live.pause === null ? null : live.pause === "paused" ? "Paused · " : "Draining · "}
            {perSecond >= 1 ? formatRate(perSecond) : formatPlural(live.head, "event")} ·{" "}
            <Ago at={live.lastEventAt} />
          </>
        )}
      </span>
      <span className="ml-auto flex min-w-0 items-center gap-1 text-text-2">
        <Icon of={Workflow} size={12} />
        {card.flows.length > 1 ? (
          <span title={formatPlural(card.flows.length, "flow")}>{formatCount(card.flows.length)}</span>
        ) : (
          <span className="truncate" title={flow?.name}>
            {flow?.name}
          </span>
        )}
      </span>
    </span>
  );
}

function ConsumerInside({ card, tile }: { readonly card: MapCard; readonly tile: ReactNode }) {
  const view = useMapView();
  const live = view.consumers.get(card.key);
  return (
    <>
      <span className="card-near flex min-h-0 flex-1 items-center gap-2 px-3">
        {tile}
        <span className="min-w-0 flex-1">
          <CardTitle card={card} />
          <FlowLine card={card} more={formatPlural(card.steps, "step")} />
        </span>
      </span>
      <span
        className={cn(
          "flex h-7 shrink-0 items-center gap-3 border-t px-3 text-label text-muted tabular-nums",
          view.isLost && "text-disabled",
        )}
      >
        {live === undefined ? (
          <span className="card-detail live-figure">Nothing delivered yet</span>
        ) : (
          <span className="live-figure flex min-w-0 flex-1 items-center gap-3">
            <Figure of={CircleCheck} mark="text-ok-mark" count={live.succeeded} label="succeeded" />
            <Figure
              of={X}
              mark={live.dead > 0 ? "text-bad-mark" : ""}
              className={live.dead > 0 && !view.isLost ? "text-bad" : ""}
              count={live.dead}
              label="failed"
            />
            <Figure of={CircleSlash} mark="" count={live.filtered} label="filtered" />
            <span className="flex-1" />
            {live.retrying > 0 ? (
              <Figure
                of={ClockAlert}
                mark="text-wait-mark"
                className={view.isLost ? "" : "text-wait"}
                count={live.retrying}
                label="will be tried again"
              />
            ) : live.waiting > 0 ? (
              <Waiting count={live.waiting} since={live.oldestWaitingAt} />
            ) : live.isPaused ? (
              <Icon of={Pause} size={14} label="Paused" />
            ) : null}
          </span>
        )}
      </span>
    </>
  );
}

/** `3 waiting · 12 s`. */
function Waiting({ count, since }: { readonly count: number; readonly since: Date | null }) {
  const now = useNow();
  const age = since === null ? "" : ` · ${formatDuration(Math.max(1000, now.getTime() - since.getTime()))}`;
  return (
    <span className="truncate" title="Events that wait, and the age of the oldest">
      {formatCount(count)} waiting{age}
    </span>
  );
}

interface FigureProps {
  readonly of: typeof X;
  readonly mark: string;
  readonly className?: string;
  readonly count: number;
  readonly label: string;
}

function Figure({ of, mark, className, count, label }: FigureProps) {
  return (
    <span className={cn("flex min-w-8 items-center gap-1", className)} title={`${count} ${label}`}>
      <Icon of={of} size={14} className={mark} />
      {formatCount(count)}
    </span>
  );
}

interface TopicMenuProps {
  readonly card: MapCard;
  readonly trigger: ReactElement;
}

/** Which of the flows that meet at a topic is opened. */
function TopicMenu({ card, trigger }: TopicMenuProps) {
  const view = useMapView();
  return (
    <Menu trigger={trigger} className="max-w-80">
      <MenuGroup label="Open the flow">
        {card.flows.map((slug) => (
          <MenuLink key={slug} icon={Workflow} href={cardPath(view.workspace, slug, card.cardKey)}>
            {view.flows.get(slug)?.name ?? slug}
          </MenuLink>
        ))}
      </MenuGroup>
      <MenuLine />
      <MenuLink href={workspacePath(view.workspace, `events?${new URLSearchParams({ topic: card.name })}`)}>
        Show events
      </MenuLink>
    </Menu>
  );
}
