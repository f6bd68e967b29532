/** Why an event was refused, in a sentence for whoever sent it. */
export class EventProblem extends Error {
  override readonly name = "EventProblem";
  /** The attribute that does not fit, by its CloudEvents name. */
  readonly attribute: string | undefined;

  constructor(message: string, attribute?: string) {
    super(message);
    this.attribute = attribute;
  }
}
