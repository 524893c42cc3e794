-- What the sweep of ended grants looks for.
CREATE INDEX hub_code_expires ON hub_code (expires_at);

CREATE INDEX hub_refresh_token_expires ON hub_refresh_token (expires_at);

CREATE INDEX hub_revoked_token_expires ON hub_revoked_token (expires_at);

CREATE INDEX hub_grant_ends ON hub_grant (ends_at);
