/**
 * Whether a credential bound to `hosts` may be sent to this address. Compares the host of the parsed URL, never its
 * text; a pattern without a port means https on its own port, so that no token goes out in clear unasked, and `*.` stands for one or more labels.
 */
export function isHostAllowed(hosts: readonly string[], url: URL): boolean {
  const hostname = url.hostname.toLowerCase().replace(/\.$/, "");
  return hosts.some((pattern) => {
    const [host = "", port = "443"] = pattern.toLowerCase().split(":");
    const standard = url.protocol === "https:" ? "443" : url.protocol === "http:" ? "80" : "";
    if ((url.port || standard) !== port) return false;
    return host.startsWith("*.")
      ? hostname.endsWith(host.slice(1)) && hostname.length > host.length - 1
      : hostname === host;
  });
}
