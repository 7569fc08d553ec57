-- What a list said of an address when it was blocked: all the evidence there is when a return that came later is taken back.
ALTER TABLE address_standings ADD COLUMN block_words TEXT;
UPDATE address_standings SET block_words = last_words WHERE block_reason = 'imported' AND last_class = '';
