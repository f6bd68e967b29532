import { StepFailure } from "@/flow/delivery/step-failure";
import type { CredentialContent } from "@/server/credentials/credential-types";
import { isHostAllowed } from "@/server/credentials/is-host-allowed";

/** What a credential adds to a request, and what must appear nowhere else. */
export interface SignIn {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

function signInOf(credential: CredentialContent): SignIn {
  switch (credential.type) {
    case "bearer":
      return {
        headers: { authorization: `Bearer ${credential.secret.token}` },
        secrets: [credential.secret.token],
      };
    case "basic": {
      const pair = `${credential.public.user}:${credential.secret.password}`;
      return {
        headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
        secrets: [pair, credential.secret.password],
      };
    }
    case "header":
      return {
        headers: { [credential.public.header.toLowerCase()]: credential.secret.value },
        secrets: [credential.secret.value],
      };
    case "smtp":
      throw new StepFailure(
        "credential",
        "The chosen credential is for mail servers. Choose one for web addresses.",
        {
          retryable: false,
        },
      );
  }
}

/**
 * The headers of a credential, when it may be sent to this address.
 * @throws StepFailure for a host that the credential is not for
 */
export function signIn(credential: CredentialContent, url: URL): SignIn {
  const result = signInOf(credential);
  if (credential.type !== "smtp" && !isHostAllowed(credential.public.hosts, url)) {
    throw new StepFailure(
      "credential-host",
      `The chosen credential may not be sent to \`${url.host}\`; it is for ${credential.public.hosts.map((host) => `\`${host}\``).join(", ")}.`,
      { retryable: false },
    );
  }
  return result;
}
