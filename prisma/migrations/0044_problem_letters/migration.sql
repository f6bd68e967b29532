-- Dead letters are found by their cause through an index: problems are many, and so are their letters.

-- As in 0038, but: mail addresses differ from event to event, too.
CREATE OR REPLACE FUNCTION millrace_place(p_message text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(regexp_replace(regexp_replace(regexp_replace(regexp_replace(coalesce(p_message, ''),
    '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}', '#', 'g'),
    '"[^"]*"', '"…"', 'g'), '[^\s<>@"]+@[^\s<>@"]+', '…@…', 'g'), '[0-9]+', '#', 'g'), 500)
$$;

-- The fingerprint of a problem: step, reason and place.
CREATE FUNCTION millrace_cause(p_step text, p_reason text, p_message text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN sha256(convert_to(
    coalesce(p_step, '') || chr(31) || coalesce(p_reason, '') || chr(31) || millrace_place(p_message), 'UTF8'));
END $$;

-- Only what is given up pays for it.
CREATE INDEX "delivery_dead_cause_idx" ON "delivery" ("subscription_id", millrace_cause("step_id", "reason", "message"), "offset")
  WHERE "status" = 'dead' AND "run" = 0;

-- As in 0038, with the fingerprint of the function above.
CREATE OR REPLACE FUNCTION millrace_fold_failures(p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_count int;
BEGIN
  WITH taken AS (
    DELETE FROM failure_note WHERE id IN (SELECT n.id FROM failure_note n ORDER BY n.id LIMIT p_limit) RETURNING *
  ), marked AS (
    SELECT n.*, s.workspace_id, millrace_cause(n.step_id, n.reason, n.message) AS mark
    FROM taken n JOIN subscription s ON s.id = n.subscription_id
  ), counted AS (
    SELECT workspace_id, subscription_id, mark, coalesce(min(step_id), '') AS step, coalesce(min(reason), '') AS why,
           (array_agg(message ORDER BY id DESC))[1] AS message, min(at) AS first_at, max(at) AS last_at,
           count(*) AS failures, count(*) FILTER (WHERE is_dead) AS given_up
    FROM marked GROUP BY 1, 2, 3
  ), put AS (
    INSERT INTO problem AS p (workspace_id, subscription_id, fingerprint, step_id, reason, place, message, first_at, last_at,
                              failures, given_up)
    SELECT workspace_id, subscription_id, mark, step, why, millrace_place(message), message, first_at, last_at, failures, given_up
    FROM counted ORDER BY subscription_id, mark
    ON CONFLICT (subscription_id, fingerprint) DO UPDATE SET
      message = excluded.message, last_at = greatest(p.last_at, excluded.last_at), failures = p.failures + excluded.failures,
      given_up = p.given_up + excluded.given_up,
      state = CASE WHEN p.state = 'resolved' THEN 'open' ELSE p.state END,
      state_at = CASE WHEN p.state = 'resolved' THEN clock_timestamp() ELSE p.state_at END,
      state_by = CASE WHEN p.state = 'resolved' THEN NULL ELSE p.state_by END,
      reopened = p.reopened + CASE WHEN p.state = 'resolved' THEN 1 ELSE 0 END
    RETURNING p.id, p.subscription_id, p.fingerprint
  ), slots AS (
    INSERT INTO problem_slot AS o (problem_id, at, failures)
    SELECT u.id, date_bin('30 minutes', m.at, TIMESTAMPTZ '2000-01-01 00:00Z'), count(*)
    FROM marked m JOIN put u ON u.subscription_id = m.subscription_id AND u.fingerprint = m.mark
    GROUP BY 1, 2
    ON CONFLICT (problem_id, at) DO UPDATE SET failures = o.failures + excluded.failures
  )
  SELECT count(*) INTO v_count FROM taken;
  RETURN v_count;
END $$;

-- Grouped anew: the sentences are compared in another way.
DELETE FROM problem;
INSERT INTO failure_note (subscription_id, step_id, reason, message, is_dead, at)
SELECT subscription_id, step_id, reason, message, true, coalesce(finished_at, first_at)
FROM delivery WHERE status = 'dead' AND run = 0;
