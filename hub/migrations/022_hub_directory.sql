-- 联合目录: entries of resources (XC-02) and services (XC-03) as this hub's log holds them. Made from the log and from nothing else.
CREATE TABLE hub_directory (
  dataset text NOT NULL,
  way text NOT NULL,
  record_id text NOT NULL,
  source text NOT NULL,
  rev bigint NOT NULL,
  gone boolean NOT NULL,
  entry text NOT NULL,
  resource_code text NOT NULL,
  platform text NOT NULL,
  tier text NOT NULL,
  share text NOT NULL,
  class text NOT NULL,
  state text NOT NULL,
  words text NOT NULL,
  sort text NOT NULL,
  finding text NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (dataset, way, record_id)
);
CREATE INDEX hub_directory_by_entry ON hub_directory (dataset, entry);
CREATE INDEX hub_directory_by_sort ON hub_directory (dataset, sort);
CREATE INDEX hub_directory_by_resource ON hub_directory (dataset, resource_code);

-- How far the log has been read, interface by interface.
CREATE TABLE hub_directory_mark (
  interface text PRIMARY KEY,
  position bigint NOT NULL
);

-- Which process writes entries, and when the full list was offered last.
CREATE TABLE hub_directory_turn (
  id bigint PRIMARY KEY,
  holder text,
  held_until timestamptz,
  listed_at timestamptz
);
INSERT INTO hub_directory_turn (id) VALUES (1);
