import * as z from "zod";

const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((text) => text === "1" || text === "true");

const rolesSchema = z
  .string()
  .default("gateway,web,workers")
  .transform((text) => text.split(",").map((role) => role.trim()))
  .pipe(
    z.array(z.enum(["gateway", "web", "workers"], "write gateway, web, workers, separated by commas")).min(1),
  );

/** `host:port` pairs that the egress guard lets through besides public addresses. */
const egressSchema = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z
        .string()
        .regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, "write host:port, separated by commas"),
    ),
  );

const proxiesSchema = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "write addresses or networks such as 10.0.0.0/8"),
    ),
  );

const envSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DATABASE_URL: z.string().min(1),
  /** Absent: BullMQ runs on PostgreSQL. */
  REDIS_URL: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** Public address of the installation: links, cookies, trusted origins, CloudEvents `source`. */
  MILLRACE_URL: z
    .url({ protocol: /^https?$/, error: "write it like https://millrace.example.com" })
    .optional(),
  /** Keys sessions and credentials; at least 32 characters. */
  MILLRACE_SECRET: z.string().min(32, "at least 32 characters"),
  /** Earlier values of MILLRACE_SECRET, separated by commas, so that stored credentials still open. */
  MILLRACE_SECRET_OLD: z
    .string()
    .default("")
    .transform((text) => text.split(",").filter(Boolean)),
  /** Addresses and networks of proxies in front, whose X-Forwarded-For is believed; separated by commas. */
  MILLRACE_TRUSTED_PROXIES: proxiesSchema,
  MILLRACE_DATA_DIR: z.string().default(".millrace"),
  MILLRACE_ROLES: rolesSchema,
  MILLRACE_DEV: flag,
  /** Requests a second that one address takes on average; five times as many at once, one client twice as many. */
  MILLRACE_ADDRESS_RATE: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  /** Whoever has it may read /metrics from anywhere; absent: this machine alone. */
  MILLRACE_METRICS_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  /** Where the workers process serves /metrics; absent: nowhere. */
  MILLRACE_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  EGRESS_ALLOW: egressSchema,
  MILLRACE_OWNER_EMAIL: z.email().optional(),
  MILLRACE_OWNER_PASSWORD: z.string().min(10, "at least 10 characters").optional(),
  /** Where the start command puts what its processes log: into the data folder, or to its own standard output. */
  MILLRACE_LOG: z.enum(["file", "stdout"]).default("file"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** The configuration of this process; `MILLRACE_URL` always has a value and no trailing slash. */
export type Env = Readonly<z.infer<typeof envSchema> & { MILLRACE_URL: string }>;

/**
 * Parses a set of environment variables.
 * @throws Error with one line per variable that is missing or wrong
 */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The configuration does not fit:\n${lines.join("\n")}`);
  }
  const url = parsed.data.MILLRACE_URL ?? `http://localhost:${parsed.data.PORT}`;
  return { ...parsed.data, MILLRACE_URL: url.replace(/\/+$/, "") };
}

let current: Env | undefined;

/** The environment of this process, read on first use so that a build needs none. */
export function getEnv(): Env {
  current ??= parseEnv(process.env);
  return current;
}
