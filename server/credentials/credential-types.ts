import * as z from "zod";

/** A host that a credential may be sent to: `api.example.com`, `*.example.com`, either with a port. */
export const hostPattern = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/,
    "Write a host such as api.example.com or *.example.com, without https://.",
  )
  .max(253);

const hosts = z.array(hostPattern).min(1, "Name at least one host that this may be sent to.").max(20);
const secret = (what: string) => z.string().min(1, `Write the ${what}.`).max(10_000);
/** Header values end at a line break, so a secret with one could add headers of its own. */
const headerSecret = (what: string) => secret(what).regex(/^[^\r\n\0]*$/, "This must be one line.");

/**
 * The types of credentials: what lists and forms may show (`public`), and what is sealed (`secret`).
 * A type is added here and in the form.
 */
export const credentialTypes = {
  smtp: {
    public: z.strictObject({
      host: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "Write a host such as smtp.example.com.")
        .max(253),
      port: z.number().int().min(1).max(65_535),
      /** `tls` from the first byte (465), `starttls` demanded before anything is said (587), or nothing. */
      secure: z.enum(["tls", "starttls", "none"]),
      /** Absent: the server asks for no sign-in. */
      user: z.string().trim().min(1).max(320).optional(),
      /** The sender, unless a step names another: `Shop <shop@example.com>` or an address. */
      from: z
        .string()
        .trim()
        .min(3, "Write the sender's address.")
        .max(320)
        .regex(/^[^\r\n\0]*$/),
    }),
    secret: z.strictObject({ password: z.string().max(10_000).default("") }),
  },
  bearer: {
    public: z.strictObject({ hosts }),
    secret: z.strictObject({ token: headerSecret("token") }),
  },
  basic: {
    public: z.strictObject({
      hosts,
      user: z
        .string()
        .min(1, "Write the user name.")
        .max(320)
        .regex(/^[^:\r\n\0]*$/, "A user name here has no colon."),
    }),
    secret: z.strictObject({ password: headerSecret("password") }),
  },
  header: {
    public: z.strictObject({
      hosts,
      header: z
        .string()
        .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "Write a header name such as X-Api-Key."),
    }),
    secret: z.strictObject({ value: headerSecret("value") }),
  },
} as const;

export type CredentialType = keyof typeof credentialTypes;

// Generic over the parts, not over the name: so the union below tells the types apart by `type`.
const input = <Type extends CredentialType, Public extends z.ZodType, Secret extends z.ZodType>(
  type: Type,
  parts: { readonly public: Public; readonly secret: Secret },
) => z.strictObject({ type: z.literal(type), public: parts.public, secret: parts.secret });

/** A credential as the form sends it. */
export const credentialContent = z.discriminatedUnion("type", [
  input("smtp", credentialTypes.smtp),
  input("bearer", credentialTypes.bearer),
  input("basic", credentialTypes.basic),
  input("header", credentialTypes.header),
]);

const shown = <Type extends CredentialType, Public extends z.ZodType>(
  type: Type,
  parts: { readonly public: Public },
) => z.object({ type: z.literal(type), public: parts.public });

/** What a list may show of a stored credential. */
export const shownContent = z.discriminatedUnion("type", [
  shown("smtp", credentialTypes.smtp),
  shown("bearer", credentialTypes.bearer),
  shown("basic", credentialTypes.basic),
  shown("header", credentialTypes.header),
]);

/** A credential with its secret, as `openCredential` gives it to the workers. */
export type CredentialContent = z.output<typeof credentialContent>;

export const credentialName = z.string().trim().min(1, "Give the credential a name.").max(80);
