-- Sign-ons that are away at another authority. `hash` and `browser` are SHA-256 of the state and of the browser's cookie.
CREATE TABLE hub_upstream_request (
  hash text PRIMARY KEY,
  browser text NOT NULL,
  party text NOT NULL,
  waiting text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE INDEX hub_upstream_request_expires ON hub_upstream_request (expires_at);

-- Which of our sessions another authority vouched for; `ended_at` is set before the session itself is ended.
CREATE TABLE hub_upstream_session (
  sid text PRIMARY KEY,
  issuer text NOT NULL,
  upstream_subject text NOT NULL,
  upstream_sid text,
  id_token text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz
);

CREATE INDEX hub_upstream_session_subject ON hub_upstream_session (issuer, upstream_subject);

CREATE INDEX hub_upstream_session_ended ON hub_upstream_session (ended_at);

-- Sessions of the portal. `hash` is SHA-256 of the cookie; `tokens` is readable only with the cookie itself.
CREATE TABLE hub_portal_session (
  hash text PRIMARY KEY,
  sid text,
  subject text NOT NULL,
  tokens bytea NOT NULL,
  refresh_after timestamptz NOT NULL,
  claimed_at timestamptz,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE INDEX hub_portal_session_sid ON hub_portal_session (sid);

CREATE INDEX hub_portal_session_subject ON hub_portal_session (subject);

CREATE INDEX hub_portal_session_started ON hub_portal_session (started_at);
