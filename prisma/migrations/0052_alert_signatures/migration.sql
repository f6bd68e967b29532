-- What calls of an alert are signed with, sealed; null: a rule that calls nobody, or was made before calls were signed.
ALTER TABLE "alert_rule" ADD COLUMN "signing_secret" BYTEA;
ALTER TABLE "alert_rule" ADD COLUMN "signed_since" TIMESTAMPTZ(3);
