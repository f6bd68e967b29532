const redacted = "[redacted]";

const secretHeaders =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|www-authenticate)$|token|secret|password|passwd|api[-_]?key|signature|credential|session|^x-auth$|(?:auth|access|account|subscription|functions|master)[-_]?key/i;
const secretParameters =
  /token|secret|password|passwd|(?:api|auth|access|account|subscription|functions|master)[-_]?key|^key$|^sig$|signature|^auth|credential/i;
/** Shorter ones would blacken ordinary text. */
const shortestSecret = 4;

/** Takes the given secrets out of what is kept of an exchange. */
export interface Redactor {
  text(text: string): string;
  url(url: URL): string;
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
}

/** The forms in which a secret can come back: plain, in a URL, in JSON, in base64. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
  ];
}

/** The values of headers that hold secrets by their name, without a scheme such as `Bearer` in front. */
export function secretHeaderValues(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => secretHeaders.test(name))
    .map(([, value]) => value.replace(/^[A-Za-z]+ +/, ""));
}

/** @param secrets values that must appear nowhere: tokens, passwords, `user:password` pairs */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf))];
  // The longest first, so that no form leaves a part of a longer one behind.
  forms.sort((left, right) => right.length - left.length);
  const text = (value: string) => forms.reduce((rest, form) => rest.replaceAll(form, redacted), value);
  return {
    text,
    url(url) {
      const copy = new URL(url);
      if (copy.username !== "" || copy.password !== "") [copy.username, copy.password] = ["", ""];
      for (const name of copy.searchParams.keys()) {
        if (secretParameters.test(name)) copy.searchParams.set(name, redacted);
      }
      return text(copy.href.replaceAll(encodeURIComponent(redacted), redacted));
    },
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          secretHeaders.test(name) ? redacted : text(value),
        ]),
      ),
  };
}
