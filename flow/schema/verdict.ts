import type { CompatibilityPolicy } from "./change-type";
import type { SchemaChange } from "./compare-schemas";
import type { CompatibilityLevel } from "./levels";

/** What a person can do about a change, in one click where the page offers it. */
export type RemedyKind =
  | "make-optional"
  | "add-default"
  | "keep-property"
  | "close-schema"
  | "open-schema"
  | "widen-back"
  | "keep-values"
  | "be-lenient"
  | "new-subject";

/** BACKWARD: the new version reads old data. FORWARD: the old version reads new data. */
export type Direction = "backward" | "forward";

/** One change against one earlier version, in sentences. */
export interface Finding extends SchemaChange {
  readonly version: number;
  readonly direction: Direction;
  /** What was changed: "`total` must be there now." */
  readonly what: string;
  /** Why that breaks somebody, or why it does not. */
  readonly why: string;
  /** The field in words: "`customer.email`", "each item of `lines`", "the whole event". */
  readonly where: string;
  readonly remedies: readonly RemedyKind[];
}

/** Something that the rules of the level let pass although old data may not fit. */
export interface Warning {
  readonly version: number;
  readonly direction: Direction;
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
}

/** Whether a schema may become the next version of its subject. */
export interface Verdict {
  /** False for formats whose compatibility nobody checks; `isCompatible` is then the level NONE's answer or false. */
  readonly isChecked: boolean;
  readonly isCompatible: boolean;
  /** Warnings are there, and the subject lets them block. */
  readonly isBlockedByWarnings: boolean;
  readonly level: CompatibilityLevel;
  readonly policy: CompatibilityPolicy;
  /** The versions that it was compared with, newest first; empty for a new subject. */
  readonly against: readonly number[];
  /** The answer under every level; absent where too many versions would have to be compared. */
  readonly levels: Partial<Record<CompatibilityLevel, boolean>>;
  /** The whole verdict in one sentence. */
  readonly sentence: string;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
  /** The breaking changes as Confluent's registry writes them. */
  readonly messages: readonly string[];
}
