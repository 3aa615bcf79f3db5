-- A stage's interviews are a round: one or several, each with a template of its own and its own request.
alter table interview_templates drop constraint interview_templates_stage_id_key;
alter table interview_templates add column position integer not null default 0;
-- The room that is needed: seats, and a JSON list of features; none where none is.
alter table interview_templates add column room_seats integer;
alter table interview_templates add column room_features text not null default '[]';
-- Heads the attendees' mail, and what goes with it.
alter table interview_templates add column description text not null default '';
alter table interview_templates add column attach_resume boolean not null default false;
alter table interview_templates add column attach_cover_letter boolean not null default false;
alter table interview_templates add column attach_form boolean not null default false;
create index interview_templates_stage on interview_templates (stage_id, position);

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

alter table interview_requests drop constraint interview_requests_application_id_stage_id_key;
alter table interview_requests add column template_id text references interview_templates (id);
update interview_requests set template_id = (select t.id from interview_templates t where t.stage_id = interview_requests.stage_id);
create unique index interview_requests_once on interview_requests (application_id, stage_id, coalesce(template_id, ''));

-- The interview of the round that an interview is; none where it is another one, or the round has it no longer.
alter table interviews add column template_id text references interview_templates (id);
update interviews set template_id = coalesce(
    (select r.template_id from interview_requests r where r.id = interviews.request_id),
    (select t.id from applications a join interview_templates t on t.stage_id = a.stage_id where a.id = interviews.application_id)
);
