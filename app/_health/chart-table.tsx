import { useId } from "react";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { type Chart, FIGURES } from "./chart-words";

interface ChartTableProps {
  readonly charts: readonly Chart[];
  readonly times: readonly Date[];
}

/** The figures of all charts, the newest first. */
export function ChartTable({ charts, times }: ChartTableProps) {
  const note = useId();
  const series = charts.flatMap((chart) => chart.series);
  const newestFirst = times.map((time, index) => ({ time, index })).reverse();
  return (
    <div className="overflow-hidden rounded-card border bg-surface shadow-1">
      <div className="max-h-96 overflow-auto">
        <Table aria-describedby={note}>
          <TableHead>
            <TableHeadCell>From</TableHeadCell>
            {series.map(({ label }) => (
              <TableHeadCell key={label} number>
                {label}
              </TableHeadCell>
            ))}
          </TableHead>
          <TableBody>
            {newestFirst.map(({ time, index }) => (
              <TableRow key={time.getTime()}>
                <TableCell>
                  <Time at={time} />
                </TableCell>
                {series.map(({ label, values, format }) => (
                  <TableCell key={label} number>
                    {values[index] === null || values[index] === undefined ? "–" : format(values[index])}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <p id={note} className="border-t px-3 py-2 text-label font-normal text-muted">
        {FIGURES}
      </p>
    </div>
  );
}
