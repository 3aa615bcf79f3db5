-- Interviews that staff puts on the calendar: what heads the attendees' mail, why in spite of a conflict, and who may stay away.
alter table interviews add column description text not null default '';
alter table interviews add column override_reason text not null default '';
alter table interviews add column tell_candidate boolean not null default true;
alter table interview_people add column optional boolean not null default false;
