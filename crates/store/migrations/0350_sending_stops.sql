-- That an organisation's mail does not leave, since its administrator stopped it, or the operator: either is enough. A
-- program that does not know these columns sends all the same, until its node is replaced.
ALTER TABLE organisations ADD COLUMN sending_stopped_at BIGINT;
ALTER TABLE organisations ADD COLUMN sending_stopped_by BIGINT;
ALTER TABLE organisations ADD COLUMN sending_stopped_why TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN operator_stopped_at BIGINT;
ALTER TABLE organisations ADD COLUMN operator_stopped_why TEXT NOT NULL DEFAULT '';
-- Few of many.
CREATE INDEX organisations_stopped ON organisations (id) WHERE sending_stopped_at IS NOT NULL OR operator_stopped_at IS NOT NULL;
