-- 推送: where a subscription's records are sent, signed with what, and how that goes. Its position is hub_subscription's.
CREATE TABLE hub_push (
  subscription text PRIMARY KEY,
  request text NOT NULL,
  url text NOT NULL,
  state text NOT NULL,
  secret bytea,
  secret_before bytea,
  before_until timestamptz,
  failing_since timestamptz,
  next_at timestamptz,
  attempts bigint NOT NULL,
  status bigint,
  error text,
  changed_at timestamptz NOT NULL,
  holder text,
  held_until timestamptz
);
