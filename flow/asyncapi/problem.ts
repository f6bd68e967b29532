/** Something in a document that cannot be taken over, and where it stands. */
export interface AsyncApiProblem {
  /** JSON pointer into the document; empty for the document itself. */
  readonly pointer: string;
  /** Line of the text, from 1; absent where it is not known. */
  readonly line?: number | undefined;
  readonly message: string;
}

/** Takes note of a problem; the place is found in the text later. */
export type Report = (pointer: string, message: string) => void;
