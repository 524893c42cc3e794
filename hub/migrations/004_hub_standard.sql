-- 数据标准: what this hub published or received beyond the build's own standard. Never changed, never deleted.
CREATE TABLE hub_standard (
  kind text NOT NULL,
  name text NOT NULL,
  version text NOT NULL,
  origin text NOT NULL,
  effective text NOT NULL,
  digest text NOT NULL,
  body bytea NOT NULL,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (kind, name, version)
);
