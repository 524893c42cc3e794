-- 接入: from invitation or application to the receipt. Digests only of what opens them.
CREATE TABLE hub_join (
  id text PRIMARY KEY,
  rev bigint NOT NULL,
  state text NOT NULL,
  platform text NOT NULL,
  region text NOT NULL,
  name text NOT NULL,
  profile text NOT NULL,
  publishes text NOT NULL,
  subscribes text NOT NULL,
  invited_by text,
  invited_at timestamptz,
  invitation text,
  invited_until timestamptz,
  track text,
  applied_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  opinion text,
  progress text NOT NULL,
  joined_at timestamptz,
  receipt text,
  left_at timestamptz
);
CREATE UNIQUE INDEX hub_join_invitation ON hub_join (invitation) WHERE invitation IS NOT NULL;
CREATE INDEX hub_join_platform ON hub_join (platform, id);
CREATE INDEX hub_join_state ON hub_join (state, id);

-- A platform between its approval and its joining sends test batches only.
ALTER TABLE hub_platform ADD COLUMN testing boolean NOT NULL DEFAULT false;

-- 心跳: the newest of each platform.
CREATE TABLE hub_heartbeat (
  platform text PRIMARY KEY,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  skew_ms bigint NOT NULL,
  body text NOT NULL
);
