import { cn } from "@/app/_ui/cn";
import { CodeBlock } from "@/app/_ui/code-block";
import type { HttpExchange, KeptMail, StepTrace } from "@/flow/delivery/delivery-trace";

interface StepValuesProps {
  readonly step: StepTrace;
  /** What the event holds: a step that got just that has no input of its own in the trace. */
  readonly payload: unknown;
  readonly className?: string;
}

/** What went into a step, what came out, what its code logged, and the calls it made outside. Secrets were removed when it was written. */
export function StepValues({ step, payload, className = "pb-3 pl-10" }: StepValuesProps) {
  const exchanges = step.exchanges ?? [];
  const mails = step.mails ?? [];
  const log = step.log ?? [];
  const input = step.input ?? (step.outcome === "skipped" ? undefined : payload);
  if (
    input === undefined &&
    step.output === undefined &&
    exchanges.length + mails.length + log.length === 0
  ) {
    return (
      <p className={cn("px-4 text-dense text-muted", className)}>Nothing more was recorded for this step.</p>
    );
  }
  return (
    <div className={cn("flex flex-col gap-3 px-4", className)}>
      {input === undefined ? null : <Value title="Input" value={input} />}
      {step.output === undefined ? null : <Value title="Output" value={step.output} />}
      {log.length === 0 ? null : <Value title="Log" value={log.join("\n")} />}
      {mails.map((mail, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a trace never changes
        <Value key={index} title="E-mail" value={mailText(mail)} />
      ))}
      {exchanges.map((exchange, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a trace never changes
        <Exchange key={index} exchange={exchange} />
      ))}
    </div>
  );
}

function Value({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <div className="min-w-0">
      <h4 className="pb-1 text-label text-muted">{title}</h4>
      <CodeBlock code={typeof value === "string" ? value : JSON.stringify(value, null, 2)} />
    </div>
  );
}

function mailText({ to, subject, text }: KeptMail): string {
  return `To: ${to}\nSubject: ${subject}\n\n${text}`;
}

function headerText(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function Exchange({ exchange }: { readonly exchange: HttpExchange }) {
  const request = `${exchange.method} ${exchange.url}\n${headerText(exchange.requestHeaders)}`;
  const response =
    exchange.status === undefined
      ? undefined
      : `${exchange.status}\n${headerText(exchange.responseHeaders ?? {})}`;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Value
        title="Request"
        value={exchange.requestBody ? `${request}\n\n${exchange.requestBody}` : request}
      />
      {response === undefined ? null : (
        <Value
          title="Response"
          value={exchange.responseBody ? `${response}\n\n${exchange.responseBody}` : response}
        />
      )}
    </div>
  );
}
