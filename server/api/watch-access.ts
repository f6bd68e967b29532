/** How often a long answer asks again whether its reader may still read. */
export const accessCheckMs = 5_000;

/**
 * Passes a stream on while `check` keeps resolving, asked every `intervalMs`. When it throws, the stream ends with
 * that error at once, even if the source is silent; `stop` is aborted whenever the stream ends, for any reason.
 */
export async function* watchAccess<Chunk>(
  source: AsyncIterable<Chunk>,
  check: () => Promise<void>,
  stop: AbortController,
  intervalMs: number = accessCheckMs,
): AsyncGenerator<Chunk, void, undefined> {
  let lose: (reason: unknown) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  // A loss after the last read is nobody's any more.
  lost.catch(() => undefined);
  const timer = setInterval(() => {
    check().catch((reason: unknown) => {
      clearInterval(timer);
      lose(reason);
      stop.abort();
    });
  }, intervalMs);
  const chunks = source[Symbol.asyncIterator]();
  try {
    while (true) {
      const step = await Promise.race([chunks.next(), lost]);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    clearInterval(timer);
    stop.abort();
    // Not awaited: a source that is stuck in a read must not keep the reader.
    void chunks.return?.()?.catch(() => undefined);
  }
}
