-- Signatures, which categories have a receipt of their own, and how often programs answer whom.

CREATE TABLE user_signatures (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    of_new TEXT NOT NULL,
    of_reply TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id)
) {clustered};

CREATE TABLE mailbox_signatures (
    org_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (org_id, mailbox_id)
) {clustered};

-- A category without a row has what its mailbox has; one without a template has none.
CREATE TABLE category_replies (
    org_id BIGINT NOT NULL,
    category_id BIGINT NOT NULL,
    template_id BIGINT,
    PRIMARY KEY (org_id, category_id)
) {clustered};

-- A bucket is full at an instant; asking puts it off. See policy::budget.
CREATE TABLE budgets (
    id {id},
    org_id BIGINT NOT NULL,
    scope {key} NOT NULL,
    name {key} NOT NULL,
    full_at BIGINT NOT NULL,
    -- How often it was asked since it was last full, and how often it refused.
    since BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    refused BIGINT NOT NULL
);
CREATE UNIQUE INDEX budgets_unique ON budgets (org_id, scope, name);
CREATE INDEX budgets_paused ON budgets (org_id, full_at) WHERE refused > 0;
CREATE INDEX budgets_by_age ON budgets (full_at);
