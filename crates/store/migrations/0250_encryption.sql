-- What protected the connection of an attempt; absent in attempts of a program that did not know.
ALTER TABLE attempts ADD COLUMN tls_grade {key};
ALTER TABLE attempts ADD COLUMN tls_version TEXT;

-- Whether a mail may go over verified encryption alone.
ALTER TABLE outbox ADD COLUMN needs_tls BOOLEAN NOT NULL DEFAULT FALSE;

-- What domains demand of those who bring them mail (RFC 8461). It is the installation's: every organisation is told the
-- same, and what one found out keeps the mail of all from a false server.
CREATE TABLE mta_sts_policies (
    id {id},
    domain {key} NOT NULL,
    -- The id of the record that announced it.
    record_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    -- Their names, a line each.
    exchangers TEXT NOT NULL,
    max_age_s BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    -- When its time is over.
    expires_at BIGINT NOT NULL,
    -- When DNS is asked again.
    look_at BIGINT NOT NULL,
    -- Why it could not be read when it was last tried; absent where it could.
    words TEXT
);
CREATE UNIQUE INDEX mta_sts_policies_unique ON mta_sts_policies (domain);
CREATE INDEX mta_sts_policies_by_age ON mta_sts_policies (expires_at);
