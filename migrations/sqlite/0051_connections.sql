-- Connections to outside services: whether they work, and what was entered for them in the app instead of the configuration.
-- A row comes into being on first use. `settings`: JSON, encrypted, as `domain::connections` has it; null: the configuration holds.
-- `failures`: in a row. `broken_since`: somebody has to look; what depends on it waits. `version` rises with the settings.
create table connections (
    key text primary key,
    settings blob,
    failures integer not null default 0,
    first_failed_at bigint,
    broken_since bigint,
    problem text,
    kind_of_problem text,
    worked_at bigint,
    tried_at bigint,
    version bigint not null default 0
);
