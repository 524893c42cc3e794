CREATE TABLE command_case (
  case_no text PRIMARY KEY,
  task_num text NOT NULL,
  state text NOT NULL,
  district text NOT NULL,
  deadline timestamptz,
  hang_until timestamptz,
  version bigint NOT NULL,
  updated_at timestamptz NOT NULL,
  doc bytea NOT NULL
);
CREATE UNIQUE INDEX command_case_task ON command_case (task_num);
CREATE INDEX command_case_state ON command_case (state, case_no);
CREATE INDEX command_case_hang ON command_case (hang_until) WHERE hang_until IS NOT NULL;

CREATE TABLE command_flow (
  case_no text NOT NULL,
  seq bigint NOT NULL,
  doc bytea NOT NULL,
  PRIMARY KEY (case_no, seq)
);

CREATE TABLE command_sequence (
  district text NOT NULL,
  day text NOT NULL,
  head bigint NOT NULL,
  PRIMARY KEY (district, day)
);
