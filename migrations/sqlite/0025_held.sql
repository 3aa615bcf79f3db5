-- A change of an interview whose messages wait, so that it can be taken back before anybody is told: how the interview stood for
-- those who were told last, as JSON, and until when the messages of the event wait.
create table held_changes (
    interview_id text primary key references interviews (id),
    event_id text not null,
    until bigint not null,
    told text not null
);

-- What searches compare, as for the other lists.
alter table outbox add column search text not null default '';
update outbox set search = lower(recipient_name || ' ' || recipient_email || ' ' || subject);

-- Every booking page asks for the interview of its request, also for one that was called off.
create index interviews_request on interviews (request_id);
