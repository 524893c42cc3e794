-- 接口服务发布: what an interface's owner says of it besides its schema. No row: published, with the standard's own times.
CREATE TABLE hub_interface (
  code text PRIMARY KEY,
  rev bigint NOT NULL,
  state text NOT NULL,
  sunset text,
  successor text,
  reason text,
  owner text NOT NULL,
  contact text NOT NULL,
  basis text NOT NULL,
  fresh_seconds bigint,
  latency_ms bigint,
  completeness bigint,
  availability text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Grows with every change of hub_interface: what every process looks at each second.
CREATE TABLE hub_interface_version (
  id bigint PRIMARY KEY,
  version bigint NOT NULL
);
INSERT INTO hub_interface_version (id, version) VALUES (1, 1);
