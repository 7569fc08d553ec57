-- Whether a mail is from whom it claims, as DMARC says; absent where nobody looked.
ALTER TABLE case_messages ADD COLUMN authenticity TEXT;
