"use client";

import { type MouseEvent, type ReactNode, useMemo } from "react";
import { Checkbox } from "./checkbox";
import { cn } from "./cn";

export interface Column<Row> {
  readonly id: string;
  /** With the unit: "Time, ms". */
  readonly head: ReactNode;
  /** Keeps the head for screen readers only, e.g. "State" over icons. */
  readonly hideHead?: boolean;
  /** A CSS grid track: `160px`, `minmax(0,1fr)`. */
  readonly width: string;
  /** The track on narrow windows; `false` leaves the column out there. Absent: as elsewhere. */
  readonly phoneWidth?: string | false;
  /** Right-aligned, in tabular figures. */
  readonly number?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface DataTableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isFresh: boolean;
  /** Nothing where rows cannot be chosen. */
  readonly isChosen: boolean | undefined;
  readonly onToggle: () => void;
  readonly onPress: ((newTab: boolean) => void) | undefined;
  readonly actions: ReactNode;
}

const ownClicks = "a,button,input,label,select,textarea,summary,[role=menuitem],[role=checkbox]";

/** Whether a click was meant for something inside the row, or ended a selection of text. */
function isMeantElsewhere(event: MouseEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  return target?.closest(ownClicks) != null || window.getSelection()?.isCollapsed === false;
}

export function DataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { row, columns, isChosen, onPress } = props;
  // The same elements while row and columns are the same: a row that only moves is not made anew.
  const cells = useMemo(
    () =>
      columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
          key={column.id}
          role="gridcell"
          className={cn(
            "min-w-0 truncate px-3",
            column.number && "text-right tabular-nums",
            column.phoneWidth === false && "max-md:hidden",
          )}
        >
          {column.cell(row)}
        </div>
      )),
    [row, columns],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names this row as its active one
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={isChosen ?? (props.isOpen || undefined)}
      data-selected={isChosen || props.isOpen || undefined}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      onClick={onPress && ((event) => !isMeantElsewhere(event) && onPress(event.metaKey || event.ctrlKey))}
      className={cn(
        "group/row absolute inset-x-0 top-0 grid grid-cols-(--phone-tracks) items-center border-b text-dense md:grid-cols-(--tracks) transition-colors",
        onPress && "cursor-pointer",
        "hover:bg-hover data-selected:bg-accent-soft",
        "data-selected:before:absolute data-selected:before:inset-y-0 data-selected:before:left-0 data-selected:before:w-0.5 data-selected:before:bg-ring",
        props.isActive &&
          "group-focus-visible/grid:bg-hover group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-ring",
        props.isFresh && "animate-row-in",
      )}
    >
      {isChosen === undefined ? null : (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div role="gridcell" className="grid place-items-center">
          <Checkbox label="Choose this row" checked={isChosen} onCheckedChange={props.onToggle} />
        </div>
      )}
      {cells}
      {props.actions === undefined ? null : (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
          role="gridcell"
          className="flex justify-end gap-1 px-2 opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-popup-open:opacity-100 touch:opacity-100"
        >
          {props.actions}
        </div>
      )}
    </div>
  );
}
