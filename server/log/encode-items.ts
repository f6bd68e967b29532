import type { AppendItem } from "./append";

/** Keys are short because every event carries them; `millrace_append` names the same ones. */
function metaOf({ draft, producerId, isIdFresh }: AppendItem, n: number, at: number) {
  const { extensions } = draft;
  return {
    n,
    dd: isIdFresh === true ? undefined : true,
    p: producerId,
    id: draft.id,
    source: draft.source,
    type: draft.type,
    subject: draft.subject,
    time: draft.time,
    ct: draft.contentType,
    ds: draft.dataSchema,
    key: draft.key,
    cor: draft.correlationId,
    cau: draft.causationId,
    hops: draft.hops,
    tp: draft.traceParent,
    rp: draft.replayId,
    test: draft.isTest,
    ext: extensions !== undefined && Object.keys(extensions).length > 0 ? extensions : undefined,
    at,
    len: draft.data.byteLength,
  };
}

/**
 * Items as `millrace_append` takes them: one JSON array of what becomes columns, and all payloads
 * in one piece, which begins at `start` of what is sent. Two parameters are much cheaper to send and to
 * read than an array per column.
 */
export function encodeItems(items: readonly AppendItem[], start = 0): { meta: string; data: Buffer } {
  let at = start;
  const meta = items.map((item, n) => {
    const entry = metaOf(item, n, at);
    at += item.draft.data.byteLength;
    return entry;
  });
  return { meta: JSON.stringify(meta), data: Buffer.concat(items.map((item) => item.draft.data)) };
}
