-- The record id behind its platform: the number people know, such as a case number.
ALTER TABLE hub_head ADD COLUMN name text;

-- Heads written before this version get their names.
UPDATE hub_head SET name = CASE WHEN instr(record_key, ':') > 0 THEN substr(record_key, instr(record_key, ':') + 1) ELSE substr(record_key, instr(record_key, ' ') + 1) END;
CREATE INDEX hub_head_name ON hub_head (name);
