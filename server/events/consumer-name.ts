/**
 * A consumer's name as SQL, for queries that select from `subscription s`: read from the revision that
 * its new batches run, and the id when that revision does not know it.
 */
export const consumerNameSql = `
  coalesce((SELECT consumer ->> 'name'
            FROM revision r, jsonb_array_elements(r.document -> 'consumers') consumer
            WHERE r.id = s.revision_id AND consumer ->> 'id' = s.consumer_id), s.consumer_id)`;
