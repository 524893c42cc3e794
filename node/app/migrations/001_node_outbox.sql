CREATE TABLE node_position (
  id smallint PRIMARY KEY CHECK (id = 1),
  head bigint NOT NULL
);
INSERT INTO node_position (id, head) VALUES (1, 0);

CREATE TABLE node_outbox (
  position bigint PRIMARY KEY,
  interface text NOT NULL,
  record_id text NOT NULL,
  rev bigint NOT NULL,
  body bytea NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX node_outbox_interface ON node_outbox (interface, position);
