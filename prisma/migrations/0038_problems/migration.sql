-- Failures grouped by cause. See docs/adr/0023-problems.md.

-- What a failed attempt left, until it is counted; written by triggers, so that it stands or falls with the delivery.
CREATE TABLE "failure_note" (
  "id" BIGSERIAL NOT NULL,
  "subscription_id" UUID NOT NULL,
  "step_id" TEXT,
  "reason" TEXT,
  "message" TEXT,
  "is_dead" BOOLEAN NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "failure_note_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "problem" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "workspace_id" UUID NOT NULL,
  "subscription_id" UUID NOT NULL,
  -- SHA-256 of step, reason and place: a place may be too long for an index.
  "fingerprint" BYTEA NOT NULL,
  -- Empty: of no step, without a reason.
  "step_id" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  -- The message without what differs from event to event.
  "place" TEXT NOT NULL,
  -- The last one as it was.
  "message" TEXT,
  -- open, acknowledged, resolved or ignored
  "state" TEXT NOT NULL DEFAULT 'open',
  "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- Null: nobody; it was resolved or reopened by what happened.
  "state_by" TEXT,
  "note" TEXT,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  -- Attempts that failed, and those of them after which the delivery was given up.
  "failures" BIGINT NOT NULL DEFAULT 0,
  "given_up" BIGINT NOT NULL DEFAULT 0,
  -- How often a new failure has reopened it.
  "reopened" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "problem_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "problem_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "problem_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "problem_subscription_id_fingerprint_key" ON "problem"("subscription_id", "fingerprint");
CREATE INDEX "problem_workspace_id_state_last_at_idx" ON "problem"("workspace_id", "state", "last_at" DESC);

-- Failures of half an hour, for the line over the last day.
CREATE TABLE "problem_slot" (
  "problem_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(0) NOT NULL,
  "failures" INTEGER NOT NULL,
  CONSTRAINT "problem_slot_pkey" PRIMARY KEY ("problem_id", "at"),
  CONSTRAINT "problem_slot_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Dead letters of one problem that are put back to work, as many per second as was chosen.
CREATE TABLE "redrive" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "workspace_id" UUID NOT NULL,
  "problem_id" UUID NOT NULL,
  -- running, done or cancelled
  "state" TEXT NOT NULL DEFAULT 'running',
  -- Null: as fast as they go.
  "per_second" INTEGER,
  "total" INTEGER NOT NULL,
  -- How far it is in its items, and how many of those were dead letters still.
  "position" INTEGER NOT NULL DEFAULT 0,
  "put_back" INTEGER NOT NULL DEFAULT 0,
  "stepped_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "redrive_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "redrive_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "redrive_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "redrive_problem_id_created_at_idx" ON "redrive"("problem_id", "created_at" DESC);
CREATE INDEX "redrive_running_idx" ON "redrive"("stepped_at") WHERE "state" = 'running';

CREATE TABLE "redrive_item" (
  "redrive_id" UUID NOT NULL,
  "ordinal" INTEGER NOT NULL,
  "delivery_id" UUID NOT NULL,
  CONSTRAINT "redrive_item_pkey" PRIMARY KEY ("redrive_id", "ordinal"),
  CONSTRAINT "redrive_item_redrive_id_fkey" FOREIGN KEY ("redrive_id") REFERENCES "redrive"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Who changed what the step gets where a dead letter goes on; null: nobody.
ALTER TABLE "delivery" ADD COLUMN "edited_by" TEXT;

-- The message without what differs from event to event: ids, what stands in quotes, figures.
CREATE FUNCTION millrace_place(p_message text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(regexp_replace(regexp_replace(regexp_replace(coalesce(p_message, ''),
    '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}', '#', 'g'),
    '"[^"]*"', '"…"', 'g'), '[0-9]+', '#', 'g'), 500)
$$;

-- Nothing but a look at the new row for what goes well; a failure costs one narrow row, and no lock that others want.
CREATE FUNCTION millrace_note_failure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO failure_note (subscription_id, step_id, reason, message, is_dead)
  VALUES (NEW.subscription_id, NEW.step_id, NEW.reason, NEW.message, NEW.status = 'dead');
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_failed AFTER INSERT ON delivery FOR EACH ROW
  WHEN (NEW.status IN ('dead', 'retrying') AND NEW.run = 0)
  EXECUTE FUNCTION millrace_note_failure();
-- A redrive changes the state as well, and no attempt has failed.
CREATE TRIGGER delivery_failed_again AFTER UPDATE OF status ON delivery FOR EACH ROW
  WHEN (NEW.status IN ('dead', 'retrying') AND NEW.run = 0
        AND (NEW.attempts > OLD.attempts OR (NEW.status = 'dead' AND OLD.status <> 'dead')))
  EXECUTE FUNCTION millrace_note_failure();

-- Counts up to p_limit notes into their problems; returns how many. One process at a time.
CREATE FUNCTION millrace_fold_failures(p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_count int;
BEGIN
  WITH taken AS (
    DELETE FROM failure_note WHERE id IN (SELECT n.id FROM failure_note n ORDER BY n.id LIMIT p_limit) RETURNING *
  ), cause AS (
    SELECT n.*, coalesce(n.step_id, '') AS step, coalesce(n.reason, '') AS why, millrace_place(n.message) AS place, s.workspace_id
    FROM taken n JOIN subscription s ON s.id = n.subscription_id
  ), marked AS (
    SELECT c.*, sha256(convert_to(c.step || chr(31) || c.why || chr(31) || c.place, 'UTF8')) AS mark FROM cause c
  ), counted AS (
    SELECT workspace_id, subscription_id, mark, min(step) AS step, min(why) AS why, min(place) AS place,
           (array_agg(message ORDER BY id DESC))[1] AS message, min(at) AS first_at, max(at) AS last_at,
           count(*) AS failures, count(*) FILTER (WHERE is_dead) AS given_up
    FROM marked GROUP BY 1, 2, 3
  ), put AS (
    INSERT INTO problem AS p (workspace_id, subscription_id, fingerprint, step_id, reason, place, message, first_at, last_at,
                              failures, given_up)
    SELECT workspace_id, subscription_id, mark, step, why, place, message, first_at, last_at, failures, given_up
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

-- Those that are dead already.
INSERT INTO failure_note (subscription_id, step_id, reason, message, is_dead, at)
SELECT subscription_id, step_id, reason, message, true, coalesce(finished_at, first_at)
FROM delivery WHERE status = 'dead' AND run = 0;
