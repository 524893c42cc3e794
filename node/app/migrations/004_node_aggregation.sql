-- 综合性城市运行管理服务数据库: the newest revision of everything that has arrived, deletions kept as tombstones.
CREATE TABLE node_record (
  record_key text NOT NULL PRIMARY KEY,
  dataset text NOT NULL,
  source text NOT NULL,
  region text NOT NULL,
  rev bigint NOT NULL,
  op text NOT NULL,
  data_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  applied_at timestamptz NOT NULL,
  digest bytea NOT NULL,
  body bytea NOT NULL
);
CREATE INDEX node_record_region ON node_record (dataset, region, record_key);
CREATE INDEX node_record_time ON node_record (dataset, data_time, record_key);

-- Records applied per dataset, counted in the applying transaction.
CREATE TABLE node_applied (
  dataset text NOT NULL PRIMARY KEY,
  applied bigint NOT NULL
);
