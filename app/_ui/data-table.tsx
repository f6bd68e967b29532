"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { Checkbox } from "./checkbox";
import { cn } from "./cn";
import { type Column, DataTableRow } from "./data-table-row";
import { formatNumber } from "./format";
import { rowAfterKey } from "./grid-keys";
import { SkeletonRows } from "./skeleton";
import { useRowHeight } from "./use-row-height";

export type { Column } from "./data-table-row";

export interface DataTableProps<Row> {
  /** What the rows are, for screen readers: "Events". */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Where a row leads: click, Enter; with Ctrl or ⌘ in a new tab. */
  readonly rowHref?: (row: Row) => string;
  /** What a row does in place of leading somewhere. */
  readonly onOpen?: (row: Row) => void;
  /** The row that is shown beside the table. */
  readonly openKey?: string | undefined;
  /** Boxes to choose several rows; Space does it too. */
  readonly selection?: {
    readonly keys: ReadonlySet<string>;
    readonly onChange: (keys: ReadonlySet<string>) => void;
  };
  /** At the right of a row on hover and focus: an icon button or two, mostly ⋯. */
  readonly actions?: (row: Row) => ReactNode;
  /** Every row has a grid of its own, so this width is fixed: 48 px for one icon button. */
  readonly actionsWidth?: number;
  /** Rows that have just come: they slide in. */
  readonly isFresh?: (row: Row) => boolean;
  /** Rows that wait above while the reader is elsewhere: the pill "312 new". */
  readonly waiting?: { readonly count: number; readonly onShow: () => void };
  readonly isLoading?: boolean;
  /** Shown when there are no rows. */
  readonly empty?: ReactNode;
  /** Called as the end comes into sight. */
  readonly onEndReached?: () => void;
  /** Called with the rows on screen (and a few around them), for what is fetched only for those. */
  readonly onVisibleRows?: (rows: readonly Row[]) => void;
  /** Called as the reader leaves the first row behind: from there on nothing should be pushed in above. */
  readonly onLeaveTop?: () => void;
  readonly comfortable?: boolean;
  /** Below it the table scrolls sideways, px. */
  readonly minWidth?: number;
  readonly className?: string;
}

/** A virtualised table that fills what holds it: give that a height. Sticky head, ↑ ↓ Enter Space. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, selection, comfortable = false, onEndReached, onVisibleRows } = props;
  const id = useId();
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string>();
  const rowHeight = useRowHeight(comfortable);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyAt(index),
    overscan: 12,
    // The head is sticky: what is scrolled to must not lie under it, nor below the edge for the rows that it moves down.
    scrollPaddingStart: 32,
    scrollPaddingEnd: 32,
  });
  const keyAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? index : rowKey(row);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew only when the height of rows changes
  useEffect(() => virtual.measure(), [rowHeight]);

  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 10) onEndReached?.();
  }, [lastSeen, rows.length, onEndReached]);

  const firstSeen = items[0]?.index ?? 0;
  useEffect(() => {
    onVisibleRows?.(rows.slice(firstSeen, lastSeen + 1));
  }, [firstSeen, lastSeen, rows, onVisibleRows]);

  const open = (row: Row, newTab = false) => {
    const href = props.rowHref?.(row);
    if (href === undefined) props.onOpen?.(row);
    else if (newTab) window.open(href, "_blank", "noopener");
    else router.push(href);
  };
  const toggle = (key: string) => {
    if (selection === undefined) return;
    const keys = new Set(selection.keys);
    if (!keys.delete(key)) keys.add(key);
    selection.onChange(keys);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // Controls inside rows keep their own keys.
    if (event.target !== event.currentTarget) return;
    const current = rows.findIndex((row) => rowKey(row) === activeKey);
    const row = rows[current];
    if (event.key === "Enter" && row !== undefined) open(row, event.metaKey || event.ctrlKey);
    else if (event.key === " " && row !== undefined && selection !== undefined) toggle(rowKey(row));
    else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
      const next = rowAfterKey(event.key, { current, count: rows.length, page });
      const target = next === undefined ? undefined : rows[next];
      if (next === undefined || target === undefined) return;
      setActiveKey(rowKey(target));
      virtual.scrollToIndex(next);
    }
    event.preventDefault();
  };

  const tracks = (widths: readonly string[]) =>
    widths.length === 0
      ? "1fr"
      : [
          ...(selection === undefined ? [] : ["40px"]),
          ...widths,
          ...(props.actions === undefined ? [] : [`${props.actionsWidth ?? 48}px`]),
        ].join(" ");
  const isMadeForPhones = columns.some(({ phoneWidth }) => phoneWidth !== undefined);
  const minWidth = props.minWidth === undefined ? "0px" : `${props.minWidth}px`;
  const style: CSSProperties & Record<`--${string}`, string> = {
    "--tracks": tracks(columns.map(({ width }) => width)),
    "--phone-tracks": tracks(
      columns.flatMap(({ width, phoneWidth = width }) => (phoneWidth === false ? [] : [phoneWidth])),
    ),
    "--min-width": minWidth,
    "--phone-min-width": isMadeForPhones ? "0px" : minWidth,
  };
  const activeIndex = activeKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === activeKey);
  const isEmpty = rows.length === 0;

  return (
    <div className={cn("relative flex min-h-0 flex-1 flex-col", props.className)}>
      {props.waiting === undefined || props.waiting.count === 0 ? null : (
        <button
          type="button"
          onClick={() => {
            props.waiting?.onShow();
            virtual.scrollToOffset(0);
          }}
          className="absolute top-10 left-1/2 z-sticky h-7 -translate-x-1/2 rounded-full bg-accent px-3 text-label text-on-accent tabular-nums shadow-2 transition-colors hover:bg-accent-hover"
        >
          {formatNumber(props.waiting.count)} new
        </button>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised */}
      <div
        ref={scroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-busy={props.isLoading ?? false}
        aria-multiselectable={selection === undefined ? undefined : true}
        aria-activedescendant={activeIndex === -1 ? undefined : `${id}-${activeIndex}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          if (event.currentTarget.scrollTop > rowHeight) props.onLeaveTop?.();
        }}
        className="group/grid min-h-0 flex-1 overflow-auto bg-surface outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring"
      >
        <div
          style={style}
          className="flex min-h-full min-w-(--phone-min-width) flex-col md:min-w-(--min-width)"
        >
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the grid itself holds the focus */}
          <div
            role="row"
            aria-rowindex={1}
            className="sticky top-0 z-sticky grid h-8 shrink-0 grid-cols-(--phone-tracks) items-center border-b bg-sunken text-label text-muted md:grid-cols-(--tracks)"
          >
            {selection === undefined ? null : (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: see above
              <div role="columnheader" className="grid place-items-center">
                <Checkbox
                  label="Choose all"
                  checked={!isEmpty && selection.keys.size >= rows.length}
                  mixed={selection.keys.size > 0 && selection.keys.size < rows.length}
                  onCheckedChange={(all) => selection.onChange(new Set(all ? rows.map(rowKey) : []))}
                />
              </div>
            )}
            {columns.map((column) => (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: see above
              <div
                key={column.id}
                role="columnheader"
                className={cn(
                  "truncate px-3",
                  column.number && "text-right",
                  column.phoneWidth === false && "max-md:hidden",
                )}
              >
                {column.hideHead ? <span className="sr-only">{column.head}</span> : column.head}
              </div>
            ))}
          </div>
          {isEmpty ? (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div role="row" className="flex flex-1 flex-col">
              {/* biome-ignore lint/a11y/useSemanticElements: see above */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
              <div role="gridcell" className="flex flex-1 flex-col">
                {props.isLoading ? <SkeletonRows comfortable={comfortable} /> : props.empty}
              </div>
            </div>
          ) : (
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div role="rowgroup" className="relative shrink-0" style={{ height: virtual.getTotalSize() }}>
              {items.map((item) => {
                const row = rows[item.index];
                if (row === undefined) return null;
                const key = rowKey(row);
                return (
                  <DataTableRow
                    key={key}
                    id={`${id}-${item.index}`}
                    row={row}
                    columns={columns}
                    index={item.index}
                    top={item.start}
                    height={rowHeight}
                    isActive={key === activeKey}
                    isOpen={key === props.openKey}
                    isFresh={props.isFresh?.(row) ?? false}
                    isChosen={selection?.keys.has(key)}
                    onToggle={() => toggle(key)}
                    onPress={
                      props.rowHref === undefined && props.onOpen === undefined
                        ? undefined
                        : (newTab) => {
                            setActiveKey(key);
                            open(row, newTab);
                          }
                    }
                    actions={props.actions?.(row)}
                  />
                );
              })}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
