-- Cases that take too long are escalated: the levels of priorities, and how far each case has come.

-- A JSON list of levels, in their order.
ALTER TABLE priorities ADD COLUMN levels TEXT NOT NULL DEFAULT '[]';
-- Whether a mail that is sent to the customer begins the deadline and the levels anew.
ALTER TABLE priorities ADD COLUMN restarts_on_reply BOOLEAN NOT NULL DEFAULT TRUE;

-- When the case is to be looked at; absent while nothing can come.
ALTER TABLE cases ADD COLUMN escalate_at BIGINT;
-- How many levels are done.
ALTER TABLE cases ADD COLUMN escalation_level BIGINT NOT NULL DEFAULT 0;
-- What the levels are counted from where the case has no deadline; absent is its beginning.
ALTER TABLE cases ADD COLUMN escalation_from BIGINT;
CREATE INDEX cases_escalating ON cases (escalate_at) WHERE escalate_at IS NOT NULL;
