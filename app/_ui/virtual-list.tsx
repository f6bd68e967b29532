"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";

interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  /** Before a row has been measured, px. Rows may be of any height. */
  readonly estimatedHeight: number;
  readonly renderItem: (item: Item, index: number) => ReactNode;
  readonly onEndReached?: () => void;
  readonly className?: string;
}

/** A long list of rows of different heights; only those in sight are in the page. Fills what holds it. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, itemKey, estimatedHeight, renderItem, onEndReached } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : itemKey(item);
    },
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const lastSeen = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (items.length > 0 && lastSeen >= items.length - 5) onEndReached?.();
  }, [lastSeen, items.length, onEndReached]);
  return (
    <div
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={cn(
        "min-h-0 flex-1 overflow-auto outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring",
        props.className,
      )}
    >
      <ul aria-label={props.label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <li
              key={row.key}
              ref={virtual.measureElement}
              data-index={row.index}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              style={{ transform: `translateY(${row.start}px)` }}
              className="absolute inset-x-0 top-0"
            >
              {renderItem(item, row.index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
