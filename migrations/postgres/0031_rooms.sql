-- Rooms have a calendar each, like people: what is booked in them is reserved there. One that is no longer offered keeps its interviews.
create table rooms (
    id text primary key,
    name text not null,
    -- The name as others are compared with it: lower case, without marks.
    name_key text not null unique,
    place text not null,
    zone text not null,
    seats integer not null,
    -- JSON: a list of texts.
    features text not null,
    email text not null,
    retired_at bigint,
    created_at bigint not null,
    version bigint not null,
    check (seats > 0)
);

alter table interviews add column room_id text references rooms (id);
create index interviews_room on interviews (room_id, starts_at);
