-- Message-IDs that mails of a case refer to, and that no case has a mail for: the mail itself may still come.
CREATE TABLE awaited_ids (
    org_id BIGINT NOT NULL,
    message_id {key} NOT NULL,
    case_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, message_id, case_id)
) {clustered};

CREATE INDEX awaited_ids_by_case ON awaited_ids (org_id, case_id);
