-- How far a link has sent or applied; `flow` is an interface (sending) or a subscription (applying).
CREATE TABLE link_position (
  flow text NOT NULL PRIMARY KEY,
  log text NOT NULL,
  position bigint NOT NULL,
  moved_at timestamptz NOT NULL
);

-- What the other side refused, per key; a newer revision that is accepted takes its row away.
CREATE TABLE link_parked (
  flow text NOT NULL,
  record_id text NOT NULL,
  position bigint NOT NULL,
  rev bigint NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (flow, record_id)
);
