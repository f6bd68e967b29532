-- The highest offset of a topic that was received at or before an instant; 0 when there is none.
-- Offsets and receive times grow together, so a binary search over the primary key finds it in about
-- twenty look-ups, without an index on time that every append would have to maintain.
CREATE FUNCTION millrace_offset_at(in_topic uuid, in_instant timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 0;
  high bigint;
  middle bigint;
  found_offset bigint;
  found_at timestamptz;
BEGIN
  SELECT head INTO high FROM topic_head WHERE topic_id = in_topic;
  IF high IS NULL THEN RETURN 0; END IF;
  -- Invariant: everything up to low is not later than the instant; everything past high is later.
  WHILE low < high LOOP
    middle := low + (high - low + 1) / 2;
    -- Deleted events leave holes; the nearest one at or above the middle decides.
    SELECT e."offset", e.received_at INTO found_offset, found_at
      FROM event e WHERE e.topic_id = in_topic AND e."offset" >= middle AND e."offset" <= high
      ORDER BY e."offset" LIMIT 1;
    IF found_offset IS NULL THEN
      high := middle - 1;
    ELSIF found_at <= in_instant THEN
      low := found_offset;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;
