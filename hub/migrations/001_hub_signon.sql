-- The keys that sign access tokens. Several hub processes over one store share them.
CREATE TABLE hub_signing_key (
  kid text PRIMARY KEY,
  private_pkcs8 bytea NOT NULL,
  public_jwk bytea NOT NULL,
  created_at timestamptz NOT NULL,
  not_before timestamptz NOT NULL,
  retires_at timestamptz
);

-- Whoever plans a change of keys updates this row first: that row lock makes planners take turns on both engines.
CREATE TABLE hub_signing_turn (
  id smallint PRIMARY KEY CHECK (id = 1),
  turn bigint NOT NULL
);

INSERT INTO hub_signing_turn (id, turn) VALUES (1, 0);
