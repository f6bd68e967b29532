-- CreateTable
CREATE TABLE "sign_in_guard" (
    "email_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "last_try_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_guard_pkey" PRIMARY KEY ("email_hash")
);
