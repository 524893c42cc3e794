CREATE TABLE hub_subscription (
  id text NOT NULL PRIMARY KEY,
  position bigint NOT NULL,
  moved_at timestamptz NOT NULL
);

-- 滞留记录: what one subscriber could not take, per key, so that other keys flow.
CREATE TABLE hub_parked (
  subscription text NOT NULL,
  record_key text NOT NULL,
  position bigint NOT NULL,
  reason text NOT NULL,
  released boolean NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (subscription, record_key)
);
