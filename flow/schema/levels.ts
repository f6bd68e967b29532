/** Which versions must understand each other's data; the names are those of Confluent's registry. */
export const compatibilityLevels = [
  "BACKWARD",
  "BACKWARD_TRANSITIVE",
  "FORWARD",
  "FORWARD_TRANSITIVE",
  "FULL",
  "FULL_TRANSITIVE",
  "NONE",
] as const;
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

/** What a level asks: of which directions, and of which versions. */
export interface LevelRule {
  /** The new version reads data of the old one. */
  readonly backward: boolean;
  /** The old version reads data of the new one. */
  readonly forward: boolean;
  /** Against every version, not the latest alone. */
  readonly isTransitive: boolean;
}

/** The rule behind a level. */
export function ruleOf(level: CompatibilityLevel): LevelRule {
  return {
    backward: level.startsWith("BACKWARD") || level.startsWith("FULL"),
    forward: level.startsWith("FORWARD") || level.startsWith("FULL"),
    isTransitive: level.endsWith("_TRANSITIVE"),
  };
}
