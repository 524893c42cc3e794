-- 退出通知: logout tokens to send by back-channel, written in the transaction that ends the session, deleted when told or given up.
CREATE TABLE hub_logout_notice (
  id uuid PRIMARY KEY,
  client text NOT NULL,
  sid text NOT NULL,
  account uuid NOT NULL,
  attempts integer NOT NULL,
  next_at timestamptz NOT NULL,
  queued_at timestamptz NOT NULL
);

CREATE INDEX hub_logout_notice_next ON hub_logout_notice (next_at);

CREATE INDEX hub_interaction_expires ON hub_interaction (expires_at);

CREATE INDEX hub_pushed_request_expires ON hub_pushed_request (expires_at);

CREATE INDEX hub_session_started ON hub_session (started_at);
