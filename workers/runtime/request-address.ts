import { StepFailure } from "@/flow/delivery/step-failure";
import { demoPrefix } from "@/server/demo/handle-demo-request";

/** Where a request goes, and whether that is this installation's own demo endpoint. */
export interface RequestAddress {
  readonly url: URL;
  readonly isOwn: boolean;
}

function refuse(message: string): StepFailure {
  return new StepFailure("bad-address", message, { retryable: false });
}

/**
 * Reads the address of a request once; what was checked is what is called. `/demo/…` stands for this
 * installation's own demo endpoint, which the egress guard lets through by its exact address.
 * @throws StepFailure
 */
export function requestAddress(text: string, publicUrl: string): RequestAddress {
  const shown = text.slice(0, 200);
  const isOwnPath = text.startsWith(demoPrefix);
  if (!isOwnPath && !/^https?:\/\//i.test(text)) {
    throw refuse(`"${shown}" is no address. It must begin with https:// or http://.`);
  }
  if (!URL.canParse(text, publicUrl)) throw refuse(`"${shown}" is no address.`);
  const url = new URL(text, publicUrl);
  if (url.username !== "" || url.password !== "") {
    throw refuse(`The address of \`${url.host}\` holds a password. Put it into a credential.`);
  }
  const own = new URL(publicUrl);
  return { url, isOwn: url.origin === own.origin && url.pathname.startsWith(demoPrefix) };
}
