-- Which rows a reader may see is for PostgreSQL to guard (012_hub_rows.pg.sql); SQLite has no roles.
CREATE INDEX hub_parked_released ON hub_parked (subscription, released);
