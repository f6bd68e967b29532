/**
 * Whether a credential bound to `hosts` may be sent to this address. Compares the host of the parsed URL, never its
 * text; a pattern without a port means the scheme's own port, and `*.` stands for one or more labels.
 */
export function isHostAllowed(hosts: readonly string[], url: URL): boolean {
  const hostname = url.hostname.toLowerCase().replace(/\.$/, "");
  return hosts.some((pattern) => {
    const [host = "", port = ""] = pattern.toLowerCase().split(":");
    const standard = url.protocol === "https:" ? "443" : url.protocol === "http:" ? "80" : undefined;
    const isPortFine = url.port === (port === standard ? "" : port);
    if (!isPortFine) return false;
    return host.startsWith("*.")
      ? hostname.endsWith(host.slice(1)) && hostname.length > host.length - 1
      : hostname === host;
  });
}
