-- Beside those who always take part, an interview may want some of a group: "any two of these five".
create table template_pools (
    template_id text not null references interview_templates (id),
    position integer not null,
    needed integer not null,
    primary key (template_id, position),
    check (needed > 0)
);

-- The position of the pool that somebody stands in; none for who always takes part.
alter table template_attendees add column pool integer;

-- The room that is needed: seats, and a JSON list of features; none where none is.
alter table interview_templates add column room_seats integer;
alter table interview_templates add column room_features text not null default '[]';
-- Heads the attendees' mail.
alter table interview_templates add column description text not null default '';
