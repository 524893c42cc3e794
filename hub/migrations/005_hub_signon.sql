-- 客户端: who may ask this hub for tokens besides the platforms of the configuration. `settings` is the JSON of ClientSettings.
CREATE TABLE hub_client (
  id text PRIMARY KEY,
  name text NOT NULL,
  platform text,
  settings bytea NOT NULL,
  suspended boolean NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Secrets (stored form of ClientSecrets) and public keys (JWK) of clients; several at once while one is rotated.
CREATE TABLE hub_client_key (
  client text NOT NULL,
  kid text NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  not_before timestamptz NOT NULL,
  not_after timestamptz,
  PRIMARY KEY (client, kid)
);

-- 机构: a tree; `path` is the ids from the root, each with a slash before it, so that a subtree is a prefix.
CREATE TABLE hub_organisation (
  id text PRIMARY KEY,
  parent text,
  path text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  region text NOT NULL,
  credit_code text,
  created_at timestamptz NOT NULL
);

-- 用户: `login` is kept in its compared form (NFKC is not available, so lower case of what the rules allow).
CREATE TABLE hub_user (
  id uuid PRIMARY KEY,
  login text NOT NULL,
  name text NOT NULL,
  organisation text NOT NULL,
  post text,
  phone text,
  email text,
  email_verified boolean NOT NULL,
  state text NOT NULL,
  password text,
  password_at timestamptz,
  password_until timestamptz,
  must_change boolean NOT NULL DEFAULT FALSE,
  totp_secret bytea,
  totp_pending bytea,
  totp_step bigint NOT NULL,
  failures integer NOT NULL,
  locked_until timestamptz,
  delegation uuid,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX hub_user_login ON hub_user (login);

CREATE INDEX hub_user_organisation ON hub_user (organisation, login);

CREATE INDEX hub_user_delegation ON hub_user (delegation);

-- 恢复码: each once.
CREATE TABLE hub_recovery_code (
  account uuid NOT NULL,
  hash text NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account, hash)
);

-- 角色分配: role, and the scope it is held in (`scope` is own, organisation or region; `scope_value` the organisation or region).
CREATE TABLE hub_assignment (
  account uuid NOT NULL,
  role text NOT NULL,
  scope text NOT NULL,
  scope_value text NOT NULL,
  given_by text NOT NULL,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (account, role, scope, scope_value)
);

-- 账号授权: a quota of accounts that one deployment gives another, with the roles they may hold and the region they may see.
-- `used` counts accounts made under it and quotas given on; `ended_at` is when all its accounts had been signed off after its end.
CREATE TABLE hub_delegation (
  id uuid PRIMARY KEY,
  parent uuid,
  grantee text NOT NULL,
  quota integer NOT NULL,
  used integer NOT NULL DEFAULT 0,
  roles text NOT NULL,
  region text NOT NULL,
  expires_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by text,
  ended_at timestamptz,
  given_by text NOT NULL,
  given_at timestamptz NOT NULL
);

CREATE INDEX hub_delegation_grantee ON hub_delegation (grantee);

CREATE INDEX hub_delegation_parent ON hub_delegation (parent);

-- 账号关联: a user of another issuer that is one of ours; only issuer and subject identify.
CREATE TABLE hub_account_link (
  issuer text NOT NULL,
  subject text NOT NULL,
  account uuid NOT NULL,
  linked_by text NOT NULL,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);

CREATE INDEX hub_account_link_account ON hub_account_link (account);

-- 会话: `hash` is SHA-256 of the cookie's value; `sid` is what others are told.
CREATE TABLE hub_session (
  hash text PRIMARY KEY,
  sid text NOT NULL,
  account uuid NOT NULL,
  amr text NOT NULL,
  acr text NOT NULL,
  upstream text,
  auth_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by text,
  address text NOT NULL,
  agent text NOT NULL
);

CREATE UNIQUE INDEX hub_session_sid ON hub_session (sid);

CREATE INDEX hub_session_account ON hub_session (account, started_at);

-- A request on its way through login and consent, bound to one browser.
CREATE TABLE hub_interaction (
  id text PRIMARY KEY,
  browser text NOT NULL,
  client text NOT NULL,
  parameters bytea NOT NULL,
  state bytea NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Pushed authorization requests (RFC 9126).
CREATE TABLE hub_pushed_request (
  hash text PRIMARY KEY,
  client text NOT NULL,
  parameters bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE hub_consent (
  account uuid NOT NULL,
  client text NOT NULL,
  scopes text NOT NULL,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (account, client)
);

-- 授权: owns every code and token that came of one consent to one client in one session; one revocation ends them all.
CREATE TABLE hub_grant (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  client text NOT NULL,
  sid text NOT NULL,
  scopes text NOT NULL,
  opened_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_by text
);

CREATE INDEX hub_grant_account ON hub_grant (account);

CREATE INDEX hub_grant_sid ON hub_grant (sid);

CREATE INDEX hub_grant_revoked ON hub_grant (revoked_at);

CREATE TABLE hub_code (
  hash text PRIMARY KEY,
  owner uuid NOT NULL,
  client text NOT NULL,
  binding bytea NOT NULL,
  failures integer NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE hub_refresh_token (
  hash text PRIMARY KEY,
  owner uuid NOT NULL,
  client text NOT NULL,
  generation integer NOT NULL,
  binding bytea NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  spent_at timestamptz,
  successor text
);

CREATE INDEX hub_refresh_token_owner ON hub_refresh_token (owner, generation);

-- Whatever may be seen once: `jti` of assertions and proofs, TOTP steps. The primary key is the guard.
CREATE TABLE hub_once (
  kind text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (kind, value)
);

CREATE INDEX hub_once_expires ON hub_once (expires_at);

-- Single access tokens that were revoked before their end.
CREATE TABLE hub_revoked_token (
  jti text PRIMARY KEY,
  revoked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
