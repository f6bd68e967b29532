/** What usually helps against a failure of this kind, as one sentence; always something that can be done. */
export function whatToDo(reason: string | null): string {
  const advice = reason === null ? undefined : byReason[reason];
  if (advice !== undefined) return advice;
  const status = reason === null ? null : /^http-(\d+)$/.exec(reason);
  if (status !== null) return adviceForStatus(Number(status[1]));
  return "Repair the step in the editor, deploy, then redrive it.";
}

const waitForIt = "Look whether the other side works again, then redrive it.";
const settings = "Correct the settings of the step, deploy, then redrive it.";
const data = "Correct the event with *Edit and redrive*, or let the step cope with it.";

const byReason: Readonly<Record<string, string>> = {
  network: waitForIt,
  timeout: waitForIt,
  redirects: settings,
  "redirect-downgrade": settings,
  "bad-address": settings,
  "bad-header": settings,
  settings,
  "unknown-step": settings,
  blocked:
    "The address is in a network that flows may not reach. Allow it for this installation, then redrive it.",
  credential: "Look at the credential of the step, then redrive it.",
  "credential-host": "Allow the host for the credential, or choose another one, then redrive it.",
  "demo-inbox-off": "Turn the demo inbox on, then redrive it.",
  "no-number": data,
  "no-date": data,
  "no-address": data,
  "no-recipient": data,
  "bad-recipient": data,
  "no-object": data,
  "no-list": data,
  "no-key": data,
  "no-duration": data,
  unfit: "Let the step publish what fits, or change the schema of the topic; then redrive it.",
  schema: "Register what the schema of the topic refers to, then redrive it.",
  "loop-limit": "Break the circle of topics, deploy, then discard it.",
  "worker-crashed": "Look at what the steps do with this event, then redrive it.",
  "internal-error": "The log of the server says more. Redrive it once that is repaired.",
  "plan-missing": "Redrive it: it then runs with what is deployed now.",
  "event-gone": "Discard it: the event is not there any more.",
};

function adviceForStatus(status: number): string {
  if (status === 401 || status === 403) return "Look at the credential of the step, then redrive it.";
  if (status === 404 || status === 410 || status === 405)
    return "Look at the address in the step, then redrive it.";
  if (status >= 500 || status === 408 || status === 425 || status === 429) return waitForIt;
  return data;
}
