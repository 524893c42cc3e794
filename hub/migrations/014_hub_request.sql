-- 接口订阅 (XC-04): requests and what became of them. At most one row of a platform and an interface is in force: it
-- decides whether the platform reads the interface, also against what its registration grants.
CREATE TABLE hub_request (
  id text PRIMARY KEY,
  platform text NOT NULL,
  interface text NOT NULL,
  state text NOT NULL,
  applied_by text NOT NULL,
  applied_at timestamptz NOT NULL,
  reply_due timestamptz NOT NULL,
  purpose text NOT NULL,
  scenario text NOT NULL,
  legal_basis text,
  fields text,
  regions text NOT NULL,
  filter text,
  mode text NOT NULL,
  push_url text,
  start_from timestamptz,
  valid_to text NOT NULL,
  decided_by text,
  decided_at timestamptz,
  opinion text,
  pending boolean NOT NULL,
  in_force boolean NOT NULL
);
CREATE INDEX hub_request_platform ON hub_request (platform, id);
CREATE INDEX hub_request_interface ON hub_request (interface, id);
CREATE INDEX hub_request_state ON hub_request (state, id);
CREATE UNIQUE INDEX hub_request_in_force ON hub_request (platform, interface) WHERE in_force;
CREATE UNIQUE INDEX hub_request_pending ON hub_request (platform, interface) WHERE pending;

-- Grows with every change of hub_request: what every process looks at each second.
CREATE TABLE hub_request_version (
  id bigint PRIMARY KEY,
  version bigint NOT NULL
);
INSERT INTO hub_request_version (id, version) VALUES (1, 1);

-- 校核纠错: a subscriber says that a value is wrong, the source answers.
CREATE TABLE hub_correction (
  id text PRIMARY KEY,
  interface text NOT NULL,
  record_id text NOT NULL,
  rev bigint NOT NULL,
  pointer text NOT NULL,
  source text NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  reply_due timestamptz NOT NULL,
  said text NOT NULL,
  wanted text NOT NULL,
  reason text NOT NULL,
  state text NOT NULL,
  answered_by text,
  answered_at timestamptz,
  opinion text,
  new_rev bigint
);
CREATE INDEX hub_correction_source ON hub_correction (source, id);
CREATE INDEX hub_correction_asked ON hub_correction (asked_by, id);
