-- 签名密钥: one row a key. `private_half` is wrapped by a key outside the store, and gone as soon as the key has retired.
CREATE TABLE hub_key (
  kid text PRIMARY KEY,
  algorithm text NOT NULL,
  state text NOT NULL CHECK (state IN ('published', 'signing', 'retired')),
  private_half bytea,
  public_jwk bytea NOT NULL,
  created_at timestamptz NOT NULL,
  signs_at timestamptz NOT NULL,
  gone_at timestamptz
);

-- Two processes that rotate at once yield one key: the second meets these.
CREATE UNIQUE INDEX hub_key_signing ON hub_key (algorithm) WHERE state = 'signing';

CREATE UNIQUE INDEX hub_key_published ON hub_key (algorithm) WHERE state = 'published';

-- The keys of before lay here unwrapped: they verify to their end, and sign no more.
INSERT INTO hub_key (kid, algorithm, state, public_jwk, created_at, signs_at, gone_at)
SELECT kid, 'ES256', 'retired', public_jwk, created_at, not_before, retires_at FROM hub_signing_key;

DROP TABLE hub_signing_key;
