-- What a mailbox does with its mail beside making cases, how it is watched, and mail that is known
-- without being here.

ALTER TABLE mailboxes ADD COLUMN auto_reply BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE mailboxes ADD COLUMN reply_template_id BIGINT;
-- Header fields that a case shows with the message: a JSON list of names.
ALTER TABLE mailboxes ADD COLUMN shown_fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE mailboxes ADD COLUMN imports_automatic BOOLEAN NOT NULL DEFAULT FALSE;
-- What arrived at the server before this is left alone.
ALTER TABLE mailboxes ADD COLUMN import_from BIGINT;
-- What arrived at the server before this is history: nobody is answered by a program for it.
ALTER TABLE mailboxes ADD COLUMN history_until BIGINT NOT NULL DEFAULT 0;
-- Counts the servers it had: the numbers of another one mean other mails.
ALTER TABLE mailboxes ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN alarm_after_s BIGINT NOT NULL DEFAULT 3600;
ALTER TABLE mailboxes ADD COLUMN alarmed_at BIGINT;
ALTER TABLE mailboxes ADD COLUMN last_error_code TEXT;
-- Mails that the server offered again under other numbers and that were recognised.
ALTER TABLE mailboxes ADD COLUMN recognised BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN recognised_at BIGINT;
-- Absent for a mailbox that cannot be watched; moved to the end of the lease by a claim.
ALTER TABLE mailboxes ADD COLUMN watch_due_at BIGINT;
ALTER TABLE mailboxes ADD COLUMN watch_owner TEXT;
ALTER TABLE mailboxes ADD COLUMN watch_state TEXT;
ALTER TABLE mailboxes ADD COLUMN watch_failures BIGINT NOT NULL DEFAULT 0;
UPDATE mailboxes SET watch_due_at = 0 WHERE protocol = 'imap' AND active AND deleted_at IS NULL;
CREATE INDEX mailboxes_to_watch ON mailboxes (watch_due_at) WHERE watch_due_at IS NOT NULL;

ALTER TABLE intakes ADD COLUMN historic BOOLEAN NOT NULL DEFAULT FALSE;
-- Came from a server that may offer the same octets again under another number.
ALTER TABLE intakes ADD COLUMN fetched BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE intakes SET fetched = TRUE WHERE source_id NOT LIKE 'smtp/%';
-- Why only its beginning is here; the whole is still on the server.
ALTER TABLE intakes ADD COLUMN left_because TEXT;
ALTER TABLE intakes ADD COLUMN fetch_again_at BIGINT;
-- Somebody wants it although its mailbox leaves such mail out.
ALTER TABLE intakes ADD COLUMN import_anyway BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX intakes_by_raw ON intakes (mailbox_id, raw_hash) WHERE fetched;
CREATE INDEX intakes_fetch_again ON intakes (mailbox_id, fetch_again_at) WHERE fetch_again_at IS NOT NULL;

-- Further numbers of mails that a mailbox has, and, without an intake, of those that it leaves alone.
CREATE TABLE intake_sources (
    org_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    source_id {key} NOT NULL,
    intake_id BIGINT,
    PRIMARY KEY (mailbox_id, source_id)
) {clustered};
