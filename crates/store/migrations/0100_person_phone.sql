-- A person is found by his telephone number, however it is written: by its last eight digits.
-- A node of the version before leaves the key of a number that it changes as it was; the next change
-- by this one mends it.

ALTER TABLE persons ADD COLUMN phone_key {key} NOT NULL DEFAULT '';
UPDATE persons SET phone_key =
    replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '+', ''), '.', '');
UPDATE persons SET phone_key = CASE
    WHEN length(phone_key) < 5 THEN ''
    WHEN length(phone_key) > 8 THEN substr(phone_key, length(phone_key) - 7)
    ELSE phone_key END;
CREATE INDEX persons_by_phone ON persons (org_id, phone_key, id);
