import type { Reply } from "./reply";
import { problem } from "./reply";

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Whether a browser asks, rather than a program. */
export function wantsHtml(accept: string | undefined): boolean {
  return /\btext\/html\b/i.test(accept ?? "");
}

/** A small page with one sentence, for browsers. */
export function htmlPage(title: string, sentence: string, more = ""): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1><p>${escapeHtml(sentence)}</p>${more}</html>`;
}

/** The answer to everything but a POST: what this address is, and how to send to it. */
export function addressHelp(url: string, asHtml: boolean): Reply {
  const sentence = "This address takes events. Send one with POST.";
  const curl = `curl -X POST ${url} -H 'content-type: application/json' -d '{"hello":"world"}'`;
  const headers = { allow: "POST, OPTIONS" };
  if (!asHtml) return problem(405, sentence, { headers, extra: { example: curl } });
  const example = `<pre>${escapeHtml(curl)}</pre>`;
  return { status: 405, headers, html: htmlPage("Web address", sentence, example) };
}
