-- 接入平台: those added while running, and what was changed of those of the configuration (their rows have no secret).
CREATE TABLE hub_platform (
  code text PRIMARY KEY,
  region text NOT NULL,
  name text NOT NULL,
  secret text,
  suspended boolean NOT NULL,
  publishes text NOT NULL,
  subscribes text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Grows with every change of hub_platform: what every process looks at each second.
CREATE TABLE hub_platform_version (
  id bigint PRIMARY KEY,
  version bigint NOT NULL
);

INSERT INTO hub_platform_version (id, version) VALUES (1, 1);
