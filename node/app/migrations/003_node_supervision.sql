CREATE TABLE supervision_task (
  task_id text PRIMARY KEY,
  issuer text NOT NULL,
  rev bigint NOT NULL,
  record bytea NOT NULL
);

CREATE TABLE supervision_assignment (
  assignment_id text PRIMARY KEY,
  task_id text NOT NULL,
  platform text NOT NULL,
  rev bigint NOT NULL,
  record bytea NOT NULL
);
CREATE INDEX supervision_assignment_task ON supervision_assignment (task_id, platform);

CREATE TABLE supervision_feedback (
  feedback_id text PRIMARY KEY,
  task_id text NOT NULL,
  assignment_id text NOT NULL,
  feedback_no bigint NOT NULL,
  rev bigint NOT NULL,
  record bytea NOT NULL
);
CREATE INDEX supervision_feedback_task ON supervision_feedback (task_id, assignment_id, feedback_no);

CREATE TABLE supervision_sequence (
  year bigint PRIMARY KEY,
  head bigint NOT NULL
);
