-- Running counts of what each sender brings to each interface, and when it last did; kept in the accepting transaction.
CREATE TABLE hub_feed (
  interface text NOT NULL,
  sender text NOT NULL,
  accepted bigint NOT NULL,
  duplicate bigint NOT NULL,
  stale bigint NOT NULL,
  rejected bigint NOT NULL,
  last_at timestamptz NOT NULL,
  last_good_at timestamptz,
  last_data_at timestamptz,
  last_rejected_at timestamptz,
  PRIMARY KEY (interface, sender)
);
CREATE INDEX hub_feed_sender ON hub_feed (sender, interface);

-- 问题数据 by cause: who, where, which field, which rule; a day of China time each. One sample leads into the quarantine.
CREATE TABLE hub_cause (
  day text NOT NULL,
  sender text NOT NULL,
  interface text NOT NULL,
  pointer text NOT NULL,
  code text NOT NULL,
  count bigint NOT NULL,
  message text NOT NULL,
  message_en text NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (day, sender, interface, pointer, code)
);
CREATE INDEX hub_cause_last ON hub_cause (last_at);
CREATE INDEX hub_quarantine_received ON hub_quarantine (received_at);
CREATE INDEX hub_quarantine_record ON hub_quarantine (record_id);

-- Where the revision before stands: a record's life is followed from its head, without an index over the whole log.
ALTER TABLE hub_log ADD COLUMN previous bigint;
