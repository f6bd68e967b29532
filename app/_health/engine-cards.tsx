import { HeartPulse } from "lucide-react";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatBytes, formatNumber } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { Ago, Time } from "@/app/_ui/time";
import { type HealthNow, healingWords } from "./healing-words";

/** The workers processes of the last hour, the queue, and the database. */
export function EngineCard({ health }: { readonly health: HealthNow }) {
  const { workers, queue, database } = health;
  return (
    <Card title="Workers" flush>
      <div className="overflow-x-auto">
        <Table>
          <TableHead>
            <TableHeadCell>Process</TableHeadCell>
            <TableHeadCell>State</TableHeadCell>
            <TableHeadCell number>Busy</TableHeadCell>
            <TableHeadCell number>Memory</TableHeadCell>
            <TableHeadCell>Since</TableHeadCell>
          </TableHead>
          <TableBody>
            {workers.map((worker) => (
              <TableRow key={`${worker.name} ${worker.startedAt.toISOString()}`}>
                <TableCell className="font-mono text-mono">{worker.name}</TableCell>
                <TableCell>
                  {worker.isAlive ? (
                    <Pill tone="ok">Running</Pill>
                  ) : (
                    <span className="flex items-center gap-2">
                      <Pill tone="bad">Gone</Pill>
                      <Ago at={worker.seenAt} className="text-muted" />
                    </span>
                  )}
                </TableCell>
                <TableCell number>
                  {worker.load === null || !worker.isAlive ? "–" : `${Math.round(worker.load * 100)} %`}
                </TableCell>
                <TableCell number>
                  {worker.memoryBytes === null ? "–" : formatBytes(worker.memoryBytes)}
                </TableCell>
                <TableCell>
                  <Time at={worker.startedAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 px-3 py-3 text-dense">
        <Fact name="Queue" value={queue === undefined ? "–" : queue === "redis" ? "Redis" : "PostgreSQL"} />
        <Fact name="Database" value={`PostgreSQL ${database.version}, ${formatBytes(database.bytes)}`} />
        <Fact
          name="Connections"
          value={`${formatNumber(database.connections.used)} of ${formatNumber(database.connections.limit)}`}
        />
      </dl>
    </Card>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="flex gap-2">
      <dt className="text-muted">{name}</dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  );
}

/** What was repaired without anybody doing anything. */
export function HealingCard({ health }: { readonly health: HealthNow }) {
  return (
    <Card title="Healed by itself" flush>
      {health.healings.length === 0 ? (
        <EmptyState icon={HeartPulse} className="min-h-40">
          Nothing had to heal. What killed processes left, jobs that the queue lost and destinations that come
          back show here.
        </EmptyState>
      ) : (
        <ol className="max-h-72 overflow-auto">
          {health.healings.map((row) => (
            <li key={row.id} className="flex gap-3 border-b px-3 py-2 text-dense last:border-b-0">
              <Time at={row.at} className="text-muted" />
              <span>
                <Sentence>{healingWords(row)}</Sentence>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
