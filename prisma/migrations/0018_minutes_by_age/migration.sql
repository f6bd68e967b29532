-- For retention: which minutes are old. Rows of a minute change often, this column never does.
CREATE INDEX "delivery_minute_minute_idx" ON "delivery_minute" ("minute");
