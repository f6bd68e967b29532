/** Bounds of every password; the upper one keeps hashing cheap enough to offer. */
export const passwordLength = { min: 10, max: 128 } as const;
