-- 审计日志 (security.md 9.5): sequence without gaps, taken under the lock of this one row.
CREATE TABLE hub_audit_position (
  id smallint NOT NULL PRIMARY KEY CHECK (id = 1),
  head bigint NOT NULL
);
INSERT INTO hub_audit_position (id, head) VALUES (1, 0);

-- `body` is the canonical bytes of the entry; the columns beside it only find it. Triggers refuse every change.
CREATE TABLE hub_audit (
  seq bigint NOT NULL PRIMARY KEY,
  event text NOT NULL,
  logged_at timestamptz NOT NULL,
  action text NOT NULL,
  actor text NOT NULL,
  subject text NOT NULL,
  body bytea NOT NULL
);

CREATE UNIQUE INDEX hub_audit_event ON hub_audit (event);

CREATE INDEX hub_audit_action ON hub_audit (action, seq);

CREATE INDEX hub_audit_actor ON hub_audit (actor, seq);

CREATE INDEX hub_audit_subject ON hub_audit (subject, seq);

CREATE INDEX hub_audit_logged ON hub_audit (logged_at, seq);

-- The leaf hashes stay for ever: when old entries are deleted, the proof of the others still holds.
CREATE TABLE hub_audit_leaf (
  seq bigint NOT NULL PRIMARY KEY,
  leaf bytea NOT NULL
);

-- Signed heads of the tree; `peaks` are the roots of its full subtrees, so that the next head need not read all leaves.
CREATE TABLE hub_audit_checkpoint (
  size bigint NOT NULL PRIMARY KEY,
  root bytea NOT NULL,
  peaks bytea NOT NULL,
  made_at timestamptz NOT NULL,
  signed text NOT NULL,
  jwk text NOT NULL
);

-- Which prefix may be deleted; only rows at or below the last cut can be.
CREATE TABLE hub_audit_cut (
  upto bigint NOT NULL PRIMARY KEY,
  cut_at timestamptz NOT NULL,
  cut_by text NOT NULL
);

-- 见证: heads of the logs of deployments below, kept here because they cannot be changed from there.
CREATE TABLE hub_witnessed (
  peer text NOT NULL,
  epoch bigint NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  peaks bytea NOT NULL,
  seen_at timestamptz NOT NULL,
  signed text NOT NULL,
  jwk text NOT NULL,
  PRIMARY KEY (peer, epoch, size)
);

-- Heads that contradict what was witnessed before: evidence, each once.
CREATE TABLE hub_witness_refused (
  peer text NOT NULL,
  digest text NOT NULL,
  reason text NOT NULL,
  size bigint NOT NULL,
  seen_at timestamptz NOT NULL,
  signed text NOT NULL,
  PRIMARY KEY (peer, digest)
);
