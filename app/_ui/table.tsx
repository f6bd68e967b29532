import type { ComponentProps } from "react";
import { cn } from "./cn";

interface TableProps extends ComponentProps<"table"> {
  /** Rows of 40 px in place of 32. */
  readonly comfortable?: boolean;
}

/** For tables of some tens of rows; lists that can grow are a `DataTable`. */
export function Table({ comfortable = false, className, ...rest }: TableProps) {
  return (
    <table
      {...rest}
      data-comfortable={comfortable || undefined}
      className={cn("group/table w-full border-separate border-spacing-0 text-dense", className)}
    />
  );
}

/** The line of heads; it stays in sight. */
export function TableHead({ className, children, ...rest }: ComponentProps<"thead">) {
  return (
    <thead {...rest} className={cn("sticky top-0 z-sticky", className)}>
      <tr>{children}</tr>
    </thead>
  );
}

interface CellProps {
  /** Numbers: right, in tabular figures; the unit stands in the head. */
  readonly number?: boolean;
}

export function TableHeadCell({ number = false, className, ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        "h-8 border-b bg-sunken px-3 text-left text-label whitespace-nowrap text-muted",
        number && "text-right",
        className,
      )}
    />
  );
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

interface RowProps extends ComponentProps<"tr"> {
  readonly selected?: boolean;
}

export function TableRow({ selected = false, className, ...rest }: RowProps) {
  return (
    <tr
      {...rest}
      data-selected={selected || undefined}
      className={cn("group/row transition-colors hover:bg-hover data-selected:bg-accent-soft", className)}
    />
  );
}

export function TableCell({ number = false, className, ...rest }: ComponentProps<"td"> & CellProps) {
  return (
    <td
      {...rest}
      className={cn(
        "relative h-8 border-b px-3 group-last/row:border-b-0 group-data-comfortable/table:h-10",
        "group-data-selected/row:first:before:absolute group-data-selected/row:first:before:inset-y-0 group-data-selected/row:first:before:left-0 group-data-selected/row:first:before:w-0.5 group-data-selected/row:first:before:bg-ring",
        number && "text-right tabular-nums",
        className,
      )}
    />
  );
}

/** The last cell: actions that show on hover and on focus within the row, always on touch. */
export function TableActions({ className, children, ...rest }: ComponentProps<"td">) {
  return (
    <td
      {...rest}
      className={cn(
        "h-8 w-0 border-b px-2 text-right whitespace-nowrap group-last/row:border-b-0 group-data-comfortable/table:h-10",
        className,
      )}
    >
      <div className="flex justify-end gap-1 opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-popup-open:opacity-100 touch:opacity-100">
        {children}
      </div>
    </td>
  );
}
