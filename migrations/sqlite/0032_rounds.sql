-- A stage's interviews are a round: one or several, each with a template of its own and its own request.
--
-- Two tables lose a constraint, for which SQLite makes them anew (https://sqlite.org/lang_altertable.html#otheralter).

create table interview_templates_new (
    id text primary key,
    stage_id text not null references stages (id),
    position integer not null default 0,
    name text not null,
    duration_minutes integer not null,
    step_minutes integer not null,
    before_minutes integer not null,
    after_minutes integer not null,
    notice_minutes integer not null,
    horizon_days integer not null,
    place_kind text not null,
    place text not null,
    form_template_id text references form_templates (id),
    -- The room that is needed: seats, and a JSON list of features; none where none is.
    room_seats integer,
    room_features text not null default '[]',
    -- Heads the attendees' mail, and what goes with it.
    description text not null default '',
    attach_resume boolean not null default false,
    attach_cover_letter boolean not null default false,
    attach_form boolean not null default false
);
insert into interview_templates_new (id, stage_id, name, duration_minutes, step_minutes, before_minutes, after_minutes, notice_minutes, horizon_days,
    place_kind, place, form_template_id)
select id, stage_id, name, duration_minutes, step_minutes, before_minutes, after_minutes, notice_minutes, horizon_days, place_kind, place,
    form_template_id from interview_templates;
drop table interview_templates;
alter table interview_templates_new rename to interview_templates;
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

create table interview_requests_new (
    id text primary key,
    application_id text not null references applications (id),
    stage_id text not null references stages (id),
    template_id text references interview_templates (id),
    page_id text references client_pages (id),
    state text not null,
    state_since bigint not null,
    reason text not null,
    presented_at bigint,
    decided_at bigint,
    invited_at bigint,
    opened_at bigint,
    created_at bigint not null,
    version bigint not null
);
insert into interview_requests_new (id, application_id, stage_id, template_id, page_id, state, state_since, reason, presented_at, decided_at,
    invited_at, opened_at, created_at, version)
select r.id, r.application_id, r.stage_id, (select t.id from interview_templates t where t.stage_id = r.stage_id), r.page_id, r.state,
    r.state_since, r.reason, r.presented_at, r.decided_at, r.invited_at, r.opened_at, r.created_at, r.version from interview_requests r;
drop table interview_requests;
alter table interview_requests_new rename to interview_requests;
create index interview_requests_page on interview_requests (page_id);
create unique index interview_requests_once on interview_requests (application_id, stage_id, coalesce(template_id, ''));

-- The interview of the round that an interview is; none where it is another one, or the round has it no longer.
alter table interviews add column template_id text references interview_templates (id);
update interviews set template_id = coalesce(
    (select r.template_id from interview_requests r where r.id = interviews.request_id),
    (select t.id from applications a join interview_templates t on t.stage_id = a.stage_id where a.id = interviews.application_id)
);
