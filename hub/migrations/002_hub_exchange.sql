-- The exchange log (design.md I4): positions without gaps, taken under the lock of hub_position's one row.
CREATE TABLE hub_position (
  id smallint NOT NULL PRIMARY KEY CHECK (id = 1),
  head bigint NOT NULL
);
INSERT INTO hub_position (id, head) VALUES (1, 0);

-- One life of the log. A restore from backup begins another.
CREATE TABLE hub_life (
  id smallint NOT NULL PRIMARY KEY CHECK (id = 1),
  log text NOT NULL
);

CREATE TABLE hub_log (
  position bigint NOT NULL PRIMARY KEY,
  interface text NOT NULL,
  record_key text NOT NULL,
  rev bigint NOT NULL,
  regions text NOT NULL,
  accepted_at timestamptz NOT NULL,
  body bytea NOT NULL
);
CREATE INDEX hub_log_interface ON hub_log (interface, position);

-- The newest revision of each key; what decides accepted, duplicate, stale, rejected.
CREATE TABLE hub_head (
  record_key text NOT NULL PRIMARY KEY,
  dataset text NOT NULL,
  owner text NOT NULL,
  rev bigint NOT NULL,
  digest bytea NOT NULL,
  position bigint NOT NULL,
  addressees text
);

CREATE TABLE hub_batch (
  batch_key text NOT NULL PRIMARY KEY,
  interface text NOT NULL,
  body_digest bytea NOT NULL,
  received_at timestamptz NOT NULL,
  last_position bigint NOT NULL,
  receipt bytea NOT NULL
);

CREATE TABLE hub_quarantine (
  id uuid NOT NULL PRIMARY KEY,
  sender text NOT NULL,
  interface text NOT NULL,
  batch_id text NOT NULL,
  record_index bigint NOT NULL,
  record_id text,
  received_at timestamptz NOT NULL,
  problems bytea NOT NULL,
  body bytea NOT NULL
);
CREATE INDEX hub_quarantine_sender ON hub_quarantine (sender, interface, id);

-- Running counts per interface, so that a status page never scans the log.
CREATE TABLE hub_tally (
  interface text NOT NULL PRIMARY KEY,
  accepted bigint NOT NULL,
  duplicate bigint NOT NULL,
  stale bigint NOT NULL,
  rejected bigint NOT NULL
);
