-- 行级隔离 (security.md 9.1). Readings for a subscriber go through a role that nobody logs in as and that sees only what
-- its transaction has been set for. Writing goes by the connection's own user, who owns the tables: COPY, which intake
-- lives by, is not to be had under row-level security. FORCE binds the owner too, so it is set where that costs nothing:
-- for a user who stands above it anyway.
DO $$
BEGIN
  CREATE ROLE cityops_reader NOLOGIN NOSUPERUSER NOINHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE NOTICE 'cityops_reader cannot be made by this user: rows are not guarded by the database. Let an administrator run CREATE ROLE cityops_reader NOLOGIN; GRANT cityops_reader TO %', current_user;
END $$;

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'cityops_reader') AND NOT pg_has_role(current_user, 'cityops_reader', 'MEMBER') THEN
    EXECUTE format('GRANT cityops_reader TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN NULL;
END $$;

ALTER TABLE hub_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE hub_head ENABLE ROW LEVEL SECURITY;

ALTER TABLE hub_quarantine ENABLE ROW LEVEL SECURITY;

ALTER TABLE hub_parked ENABLE ROW LEVEL SECURITY;

ALTER TABLE hub_subscription ENABLE ROW LEVEL SECURITY;

CREATE POLICY hub_log_reader ON hub_log FOR SELECT
  USING (interface = ANY (string_to_array(current_setting('cityops.interfaces', true), ' ')));

CREATE POLICY hub_head_reader ON hub_head FOR SELECT
  USING (EXISTS (SELECT 1 FROM unnest(string_to_array(current_setting('cityops.interfaces', true), ' ')) AS given (name) WHERE split_part(given.name, '.', 1) = hub_head.dataset));

CREATE POLICY hub_quarantine_reader ON hub_quarantine FOR SELECT USING (sender = current_setting('cityops.platform', true));

CREATE POLICY hub_parked_reader ON hub_parked FOR SELECT USING (subscription = current_setting('cityops.subscription', true));

CREATE POLICY hub_subscription_reader ON hub_subscription FOR SELECT USING (id = current_setting('cityops.subscription', true));

DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['hub_log', 'hub_head', 'hub_quarantine', 'hub_parked', 'hub_subscription'] LOOP
    IF (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
    END IF;
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'cityops_reader') THEN
      EXECUTE format('GRANT SELECT ON %I TO cityops_reader', guarded);
    END IF;
  END LOOP;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'cityops_reader') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO cityops_reader', current_schema());
  END IF;
END $$;
