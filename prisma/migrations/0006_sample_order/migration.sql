-- Samples of one request share a millisecond: their time alone does not give back the order they came in.
ALTER TABLE producer_sample ADD COLUMN number BIGSERIAL NOT NULL;
DROP INDEX producer_sample_producer_id_at_idx;
CREATE INDEX producer_sample_producer_id_number_idx ON producer_sample (producer_id, number);
