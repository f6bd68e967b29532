import * as z from "zod";
import type { RouterInputs } from "@/app/_trpc/router-types";
import type { CredentialType, ListedCredential } from "./credential-words";

/** The form keeps one set of texts for all types; what the chosen type does not need is left out when it is sent. */
export interface CredentialForm {
  readonly name: string;
  readonly type: CredentialType;
  readonly host: string;
  readonly port: string;
  readonly secure: "tls" | "starttls" | "none";
  readonly user: string;
  readonly from: string;
  /** Hosts, separated by spaces or commas. */
  readonly hosts: string;
  readonly header: string;
  readonly secret: string;
}

type Content = RouterInputs["credentials"]["create"]["content"];
type Problems = Partial<Record<keyof CredentialForm, string>>;

const hostText = /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;

function splitHosts(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

function mailProblems(form: CredentialForm): Problems {
  const port = Number(form.port);
  return {
    ...(!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(form.host.trim()) && {
      host: "Write a host such as smtp.example.com.",
    }),
    ...(!(Number.isInteger(port) && port >= 1 && port <= 65_535) && { port: "1 to 65535." }),
    ...(form.from.trim().length < 3 && { from: "Write the sender, such as Shop <shop@example.com>." }),
    ...(form.user.trim() !== "" && form.secret === "" && { secret: "Write the password." }),
  };
}

function httpProblems(form: CredentialForm): Problems {
  const hosts = splitHosts(form.hosts);
  const odd = hosts.find((host) => !hostText.test(host));
  return {
    ...(odd !== undefined && { hosts: `"${odd}" is not a host. Write api.example.com, without https://.` }),
    ...(hosts.length === 0 && { hosts: "Name at least one host that this may be sent to." }),
    ...(form.type === "basic" && form.user === "" && { user: "Write the user name." }),
    ...(form.type === "header" &&
      !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(form.header) && {
        header: "Write a header name such as X-Api-Key.",
      }),
    ...(form.secret === "" && { secret: "Write the secret." }),
  };
}

/** Checks what the form holds, in the form's own words; the server checks again. */
export const credentialFormSchema = z.custom<CredentialForm>().superRefine((form, context) => {
  const problems: Problems = {
    ...(form.name.trim() === "" && { name: "Give the credential a name." }),
    ...(form.type === "smtp" ? mailProblems(form) : httpProblems(form)),
  };
  for (const [field, message] of Object.entries(problems)) {
    context.addIssue({ code: "custom", path: [field], message });
  }
});

/** What is sent of a filled form. */
export function contentOf(form: CredentialForm): Content {
  const hosts = splitHosts(form.hosts);
  switch (form.type) {
    case "smtp": {
      const { host, secure, from } = form;
      const user = form.user.trim();
      return {
        type: "smtp",
        public: { host, port: Number(form.port), secure, from, ...(user !== "" && { user }) },
        secret: { password: form.secret },
      };
    }
    case "bearer":
      return { type: "bearer", public: { hosts }, secret: { token: form.secret } };
    case "basic":
      return { type: "basic", public: { hosts, user: form.user }, secret: { password: form.secret } };
    case "header":
      return { type: "header", public: { hosts, header: form.header }, secret: { value: form.secret } };
  }
}

const empty: CredentialForm = {
  name: "",
  type: "smtp",
  host: "",
  port: "587",
  secure: "starttls",
  user: "",
  from: "",
  hosts: "",
  header: "",
  secret: "",
};

/** What the form starts with: empty, or all that is not secret of the credential to be replaced. */
export function startingForm(replaced: ListedCredential | undefined): CredentialForm {
  if (replaced === undefined) return empty;
  const { name, content } = replaced;
  if (content.type === "smtp") {
    const { port, user = "", ...rest } = content.public;
    return { ...empty, ...rest, name, type: "smtp", port: String(port), user };
  }
  const { hosts, ...rest } = content.public;
  return { ...empty, ...rest, name, type: content.type, hosts: hosts.join(", ") };
}
