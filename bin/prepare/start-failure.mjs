/** One sentence for the person at the terminal that says what is wrong and what to do; `detail` is printed below it. */
export class StartFailure extends Error {
  constructor(message, detail = "") {
    super(message);
    this.name = "StartFailure";
    this.detail = detail;
  }
}
