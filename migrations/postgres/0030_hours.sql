-- Own hours have a version of their own: whoever edits them does not race the account's name and password.
alter table users add column hours_version bigint not null default 1;
-- Busy times are edited, too. A title is shown to the calendar's owner and to who wrote it.
alter table busy_blocks add column version bigint not null default 1;
alter table busy_blocks add column created_by text;
