-- Which window wrote a draft last: another one of its author must not end it without a word.
ALTER TABLE drafts ADD COLUMN writer TEXT;
