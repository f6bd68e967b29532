/** Thrown when a text cannot be used as a schema; `message` is a sentence for people. */
export class SchemaProblem extends Error {
  override readonly name = "SchemaProblem";
  /** JSON pointer of the place, when there is one. */
  readonly pointer: string | undefined;

  constructor(message: string, pointer?: string) {
    super(message);
    this.pointer = pointer;
  }
}
