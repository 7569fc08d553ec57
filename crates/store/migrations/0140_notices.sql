-- Who is told of what happens to cases: what waits to be told, notices, choices, followers.

-- Written in the transaction of its cause; a worker tells those whom it concerns and removes it.
CREATE TABLE case_happenings (
    id {id},
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    -- Who did it; nobody: a mail or the system.
    user_id BIGINT,
    at BIGINT NOT NULL,
    what TEXT NOT NULL
);

CREATE TABLE notices (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    -- Absent for what is of no single case.
    case_id BIGINT,
    event TEXT NOT NULL,
    actor_id BIGINT,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    in_app BOOLEAN NOT NULL,
    read_at BIGINT,
    -- When its mail is written, together with the others of its user and case.
    mail_due_at BIGINT
);
CREATE INDEX notices_by_user ON notices (org_id, user_id, id) WHERE in_app;
CREATE INDEX notices_unread ON notices (org_id, user_id, case_id) WHERE in_app AND read_at IS NULL;
CREATE INDEX notices_mail_due ON notices (mail_due_at) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notices_mail_together ON notices (org_id, user_id, case_id, id) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notices_by_age ON notices (at);

-- What a user chose of an event; one without a row is told as the program proposes.
CREATE TABLE notice_choices (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    event {key} NOT NULL,
    in_app BOOLEAN NOT NULL,
    by_mail BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, user_id, event)
) {clustered};

CREATE TABLE case_followers (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, user_id)
) {clustered};

-- Whom a category tells of its new cases: its members, and addresses as a JSON list.
ALTER TABLE categories ADD COLUMN notify_members BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE categories ADD COLUMN notify_addresses TEXT NOT NULL DEFAULT '[]';

-- When users of the organisation are next reminded of old cases; 0 is not known yet.
ALTER TABLE organisations ADD COLUMN remind_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX organisations_remind ON organisations (remind_at);
