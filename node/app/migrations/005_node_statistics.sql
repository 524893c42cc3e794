CREATE INDEX command_case_updated ON command_case (updated_at, case_no);

-- Which cases touch a day of the statistics: reported, accepted, filed or dispatched on it.
CREATE TABLE command_day_case (
  day text NOT NULL,
  case_no text NOT NULL,
  PRIMARY KEY (day, case_no)
);

-- When a day is to be counted (again); the row of the empty day holds how far changed cases have been looked through.
CREATE TABLE command_day (
  day text NOT NULL PRIMARY KEY,
  due timestamptz NOT NULL
);
CREATE INDEX command_day_due ON command_day (due);

-- The figures last published, with their revision.
CREATE TABLE command_day_row (
  day text NOT NULL,
  key text NOT NULL,
  rev bigint NOT NULL,
  figures text NOT NULL,
  PRIMARY KEY (day, key)
);
