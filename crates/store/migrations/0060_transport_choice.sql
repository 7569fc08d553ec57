-- Whether an organisation's way out is used; if not, its values are kept for the day it is.

ALTER TABLE transports ADD COLUMN in_use BOOLEAN NOT NULL DEFAULT TRUE;
