-- Nothing here is ever changed; entries are deleted only below a cut.
CREATE FUNCTION hub_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE FUNCTION hub_audit_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seq > (SELECT coalesce(max(upto), 0) FROM hub_audit_cut) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER hub_audit_no_update BEFORE UPDATE ON hub_audit FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_no_delete BEFORE DELETE ON hub_audit FOR EACH ROW EXECUTE FUNCTION hub_audit_delete();

CREATE TRIGGER hub_audit_no_truncate BEFORE TRUNCATE ON hub_audit FOR EACH STATEMENT EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_leaf_no_update BEFORE UPDATE ON hub_audit_leaf FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_leaf_no_delete BEFORE DELETE ON hub_audit_leaf FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_leaf_no_truncate BEFORE TRUNCATE ON hub_audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_checkpoint_no_update BEFORE UPDATE ON hub_audit_checkpoint FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_checkpoint_no_delete BEFORE DELETE ON hub_audit_checkpoint FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_checkpoint_no_truncate BEFORE TRUNCATE ON hub_audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_cut_no_update BEFORE UPDATE ON hub_audit_cut FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_cut_no_delete BEFORE DELETE ON hub_audit_cut FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_audit_cut_no_truncate BEFORE TRUNCATE ON hub_audit_cut FOR EACH STATEMENT EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_witnessed_no_update BEFORE UPDATE ON hub_witnessed FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_witnessed_no_delete BEFORE DELETE ON hub_witnessed FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_witnessed_no_truncate BEFORE TRUNCATE ON hub_witnessed FOR EACH STATEMENT EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_witness_refused_no_update BEFORE UPDATE ON hub_witness_refused FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_witness_refused_no_delete BEFORE DELETE ON hub_witness_refused FOR EACH ROW EXECUTE FUNCTION hub_append_only();

CREATE TRIGGER hub_witness_refused_no_truncate BEFORE TRUNCATE ON hub_witness_refused FOR EACH STATEMENT EXECUTE FUNCTION hub_append_only();
