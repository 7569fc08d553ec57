-- What other servers report on sender domains: who sends as them (DMARC), and how TLS towards them goes.

CREATE TABLE domain_reports (
    id {id},
    org_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    -- `dmarc` or `tls`.
    kind {key} NOT NULL,
    -- The domain of its author.
    reporter {key} NOT NULL,
    -- The id that the reporter gave it.
    report_key {key} NOT NULL,
    -- The reporter as he calls himself.
    reporter_name TEXT NOT NULL,
    -- The domain that it is about: the sender domain, or one below it.
    about TEXT NOT NULL,
    -- Whether its author is proved to be whom he claims.
    vouched BOOLEAN NOT NULL,
    intake_id BIGINT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    -- What the domain's record asked for; null of reports on TLS.
    policy TEXT,
    -- Mails or connections, and those of them with which all was well.
    counted BIGINT NOT NULL,
    good BIGINT NOT NULL,
    -- When it is thrown away.
    forget_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX domain_reports_once ON domain_reports (org_id, domain_id, kind, reporter, report_key);
CREATE INDEX domain_reports_by_time ON domain_reports (org_id, domain_id, ends_at, id);
CREATE INDEX domain_reports_by_arrival ON domain_reports (org_id, domain_id, received_at);
CREATE INDEX domain_reports_by_age ON domain_reports (forget_at);

-- Mails of one source in one report that were judged alike.
CREATE TABLE domain_report_rows (
    id {id},
    org_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    report_id BIGINT NOT NULL,
    -- Days since 1970 at which the report's time begins.
    day BIGINT NOT NULL,
    -- Empty for the smaller sources of a report together.
    source TEXT NOT NULL,
    network {key} NOT NULL,
    -- The host's name, where it leads back to the address; empty where nobody knows it.
    host TEXT NOT NULL,
    -- The domain that the source is known by; empty where there is none.
    known_as TEXT NOT NULL,
    mails BIGINT NOT NULL,
    disposition TEXT NOT NULL,
    dkim BOOLEAN NOT NULL,
    spf BOOLEAN NOT NULL,
    -- Whether one of our keys signed them.
    ours BOOLEAN NOT NULL,
    header_from TEXT NOT NULL
);
CREATE INDEX domain_report_rows_by_day ON domain_report_rows (org_id, domain_id, day, id);
CREATE INDEX domain_report_rows_of_report ON domain_report_rows (report_id);

-- Connections of one report that came to the same.
CREATE TABLE tls_report_rows (
    id {id},
    org_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    report_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    policy TEXT NOT NULL,
    outcome {key} NOT NULL,
    -- Our server; empty where the report does not name it.
    mx {key} NOT NULL,
    sessions BIGINT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX tls_report_rows_by_day ON tls_report_rows (org_id, domain_id, day, id);
CREATE INDEX tls_report_rows_of_report ON tls_report_rows (report_id);
