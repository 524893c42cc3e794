-- One open correction request per asker, record and field.
CREATE UNIQUE INDEX hub_correction_open ON hub_correction (asked_by, interface, record_id, pointer) WHERE state = 'Open';
CREATE INDEX hub_correction_record ON hub_correction (record_id, id);

-- A refused record that was set right at the desk: when, by whom, in which batch.
ALTER TABLE hub_quarantine ADD COLUMN resolved_at timestamptz;
ALTER TABLE hub_quarantine ADD COLUMN resolved_by text;
ALTER TABLE hub_quarantine ADD COLUMN resolved_batch text;
