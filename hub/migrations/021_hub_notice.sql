-- 升级: how often nobody took an incident on in time.
ALTER TABLE hub_incident ADD COLUMN level bigint NOT NULL DEFAULT 0;

-- When it was found: an illness may have begun long before anybody could take it on.
ALTER TABLE hub_incident ADD COLUMN found_at timestamptz;
UPDATE hub_incident SET found_at = opened_at;

-- 通知渠道: who is told of what, and how. Secrets are sealed by the key that lies outside the store.
CREATE TABLE hub_channel (
  id text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  target text NOT NULL,
  secret bytea,
  events text NOT NULL,
  kinds text NOT NULL,
  severity text NOT NULL,
  platform text,
  quiet_from bigint,
  quiet_to bigint,
  enabled boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- 邮件服务器 by which mail goes out: one for the deployment.
CREATE TABLE hub_mail (
  id bigint PRIMARY KEY,
  host text NOT NULL,
  port bigint NOT NULL,
  security text NOT NULL,
  login text NOT NULL,
  password bytea,
  sender text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- 通知: written with the change it tells of, sent afterwards, tried again, set aside after a bound.
CREATE TABLE hub_notice (
  id text PRIMARY KEY,
  channel text NOT NULL,
  mark text NOT NULL,
  incident text NOT NULL,
  what text NOT NULL,
  event text NOT NULL,
  severity text NOT NULL,
  occurrences bigint NOT NULL,
  open boolean NOT NULL,
  facts text NOT NULL,
  state text NOT NULL,
  due_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  attempts bigint NOT NULL,
  said text,
  made_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE UNIQUE INDEX hub_notice_once ON hub_notice (channel, incident, what);
CREATE INDEX hub_notice_mark ON hub_notice (mark, made_at);
CREATE INDEX hub_notice_due ON hub_notice (due_at) WHERE state = 'Waiting';

-- 探测: stretches of one verdict, by interface (or link), cut at midnight in China.
CREATE TABLE hub_probe (
  target text NOT NULL,
  starts timestamptz NOT NULL,
  ends timestamptz NOT NULL,
  day text NOT NULL,
  newest boolean NOT NULL,
  verdict text NOT NULL,
  leg text NOT NULL,
  said text NOT NULL,
  probes bigint NOT NULL,
  connect_ms bigint NOT NULL,
  tls_ms bigint NOT NULL,
  token_ms bigint NOT NULL,
  answer_ms bigint NOT NULL,
  store_ms bigint NOT NULL,
  PRIMARY KEY (target, starts)
);
CREATE UNIQUE INDEX hub_probe_newest ON hub_probe (target) WHERE newest;
CREATE INDEX hub_probe_day ON hub_probe (day);

-- The key by which this hub signs on with itself to probe; sealed.
CREATE TABLE hub_probe_key (
  id bigint PRIMARY KEY,
  pem bytea NOT NULL
);

-- What each sender brought on a day in China, counted in the accepting transaction.
CREATE TABLE hub_feed_day (
  day text NOT NULL,
  interface text NOT NULL,
  sender text NOT NULL,
  accepted bigint NOT NULL,
  duplicate bigint NOT NULL,
  stale bigint NOT NULL,
  rejected bigint NOT NULL,
  in_time bigint NOT NULL,
  slots bigint NOT NULL,
  last_slot bigint NOT NULL,
  first_at timestamptz NOT NULL,
  PRIMARY KEY (day, interface, sender)
);

-- 数据质量: parts and score in hundredths of a point; a part nobody can know is NULL. Interface '' is the whole of a platform.
CREATE TABLE hub_quality (
  day text NOT NULL,
  platform text NOT NULL,
  interface text NOT NULL,
  offered bigint NOT NULL,
  accepted bigint NOT NULL,
  rejected bigint NOT NULL,
  in_time bigint NOT NULL,
  timed bigint NOT NULL,
  due_slots bigint NOT NULL,
  met_slots bigint NOT NULL,
  complete bigint,
  conforming bigint,
  consistent bigint,
  accurate bigint,
  timely bigint,
  single bigint,
  score bigint,
  PRIMARY KEY (day, platform, interface)
);
CREATE INDEX hub_quality_interface ON hub_quality (interface, day);
CREATE INDEX hub_quality_platform ON hub_quality (platform, day);
