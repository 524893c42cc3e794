-- 接口调用: measured calls by interface, partner and road, in short windows and, when those are old, in hours. Buckets hold
-- durations up to 1 2 5 10 20 50 100 200 500 1000 2000 5000 ms and beyond.
CREATE TABLE hub_call (
  span bigint NOT NULL,
  starts timestamptz NOT NULL,
  road text NOT NULL,
  interface text NOT NULL,
  platform text NOT NULL,
  calls bigint NOT NULL,
  errors bigint NOT NULL,
  records bigint NOT NULL,
  rejected bigint NOT NULL,
  millis bigint NOT NULL,
  buckets text NOT NULL,
  last_error text,
  PRIMARY KEY (span, starts, road, interface, platform)
);
CREATE INDEX hub_call_interface ON hub_call (interface, span, starts);
CREATE INDEX hub_call_platform ON hub_call (platform, span, starts);

-- 事件: what is ill, since when, whose it is, what to do. One row for one illness, however often it is seen.
CREATE TABLE hub_incident (
  id text PRIMARY KEY,
  mark text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  interface text,
  platform text,
  owner text NOT NULL,
  cause text NOT NULL,
  cause_en text NOT NULL,
  next_step text NOT NULL,
  next_step_en text NOT NULL,
  affected bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  closed_at timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz,
  note text,
  open boolean NOT NULL
);
CREATE UNIQUE INDEX hub_incident_open ON hub_incident (mark) WHERE open;
CREATE INDEX hub_incident_opened ON hub_incident (opened_at);

-- 维护窗口: while one lasts, what it covers is neither late nor ill.
CREATE TABLE hub_maintenance (
  id text PRIMARY KEY,
  platform text,
  interface text,
  starts timestamptz NOT NULL,
  ends timestamptz NOT NULL,
  reason text NOT NULL,
  planned_by text NOT NULL,
  planned_at timestamptz NOT NULL
);

-- Seconds of each colour a day, for the bars of ninety days.
CREATE TABLE hub_health_day (
  day text NOT NULL,
  interface text NOT NULL,
  green bigint NOT NULL,
  yellow bigint NOT NULL,
  red bigint NOT NULL,
  unknown bigint NOT NULL,
  maintenance bigint NOT NULL,
  PRIMARY KEY (interface, day)
);

-- Who watches: one process at a time looks at health and opens incidents.
CREATE TABLE hub_watch (
  id bigint PRIMARY KEY,
  holder text,
  held_until timestamptz
);
INSERT INTO hub_watch (id) VALUES (1);
