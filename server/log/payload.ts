/** Texts and bytes one after the other, for one parameter of a query: whoever reads them knows where each begins. */
export class Payload {
  readonly #parts: { readonly part: string | Uint8Array; readonly length: number }[] = [];
  #length = 0;

  /** Bytes so far: where the next part begins. */
  get length(): number {
    return this.#length;
  }

  /** @returns how many bytes it has */
  add(part: string | Uint8Array): number {
    const length = typeof part === "string" ? Buffer.byteLength(part) : part.byteLength;
    this.#parts.push({ part, length });
    this.#length += length;
    return length;
  }

  toBuffer(): Buffer {
    const bytes = Buffer.allocUnsafe(this.#length);
    let at = 0;
    for (const { part, length } of this.#parts) {
      if (typeof part === "string") bytes.write(part, at);
      else bytes.set(part, at);
      at += length;
    }
    return bytes;
  }
}
