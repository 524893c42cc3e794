-- Nothing here is ever changed; entries are deleted only below a cut.
CREATE TRIGGER hub_audit_no_update BEFORE UPDATE ON hub_audit BEGIN SELECT RAISE(ABORT, 'hub_audit is append-only'); END;

CREATE TRIGGER hub_audit_no_delete BEFORE DELETE ON hub_audit WHEN OLD.seq > (SELECT coalesce(max(upto), 0) FROM hub_audit_cut) BEGIN SELECT RAISE(ABORT, 'hub_audit is append-only'); END;

CREATE TRIGGER hub_audit_leaf_no_update BEFORE UPDATE ON hub_audit_leaf BEGIN SELECT RAISE(ABORT, 'hub_audit_leaf is append-only'); END;

CREATE TRIGGER hub_audit_leaf_no_delete BEFORE DELETE ON hub_audit_leaf BEGIN SELECT RAISE(ABORT, 'hub_audit_leaf is append-only'); END;

CREATE TRIGGER hub_audit_checkpoint_no_update BEFORE UPDATE ON hub_audit_checkpoint BEGIN SELECT RAISE(ABORT, 'hub_audit_checkpoint is append-only'); END;

CREATE TRIGGER hub_audit_checkpoint_no_delete BEFORE DELETE ON hub_audit_checkpoint BEGIN SELECT RAISE(ABORT, 'hub_audit_checkpoint is append-only'); END;

CREATE TRIGGER hub_audit_cut_no_update BEFORE UPDATE ON hub_audit_cut BEGIN SELECT RAISE(ABORT, 'hub_audit_cut is append-only'); END;

CREATE TRIGGER hub_audit_cut_no_delete BEFORE DELETE ON hub_audit_cut BEGIN SELECT RAISE(ABORT, 'hub_audit_cut is append-only'); END;

CREATE TRIGGER hub_witnessed_no_update BEFORE UPDATE ON hub_witnessed BEGIN SELECT RAISE(ABORT, 'hub_witnessed is append-only'); END;

CREATE TRIGGER hub_witnessed_no_delete BEFORE DELETE ON hub_witnessed BEGIN SELECT RAISE(ABORT, 'hub_witnessed is append-only'); END;

CREATE TRIGGER hub_witness_refused_no_update BEFORE UPDATE ON hub_witness_refused BEGIN SELECT RAISE(ABORT, 'hub_witness_refused is append-only'); END;

CREATE TRIGGER hub_witness_refused_no_delete BEFORE DELETE ON hub_witness_refused BEGIN SELECT RAISE(ABORT, 'hub_witness_refused is append-only'); END;
