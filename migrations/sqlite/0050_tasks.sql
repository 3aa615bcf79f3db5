-- What coordinators have to do. Each is raised by an event of the history, and completes itself when what it asks for was done.
create table tasks (
    id text primary key,
    category text not null,
    -- What it is about: one open task for each category and subject.
    subject text not null,
    event_id text not null references history (id),
    candidate_id text references candidates (id),
    application_id text references applications (id),
    interview_id text references interviews (id),
    -- The record of who declined.
    person_id text not null default '',
    job_id text references jobs (id),
    stage_id text,
    -- Who declined, the room, the stage, the interview that is new, the connection.
    name text not null,
    -- Why.
    reason text not null,
    -- The interviews that the stage had, with those that were asked for already.
    interviews_before integer not null default 0,
    -- Who took it over; else its assignee follows from the application and the job.
    taken_by text references users (id),
    raised_at bigint not null,
    completed_at bigint,
    -- The name of who completed it; empty where it completed itself.
    completed_by text not null default '',
    version bigint not null
);
create unique index tasks_open on tasks (category, subject) where completed_at is null;
create index tasks_application on tasks (application_id) where completed_at is null;
create index tasks_job on tasks (job_id) where completed_at is null;
create index tasks_event on tasks (event_id);
create index tasks_completed on tasks (completed_at);

-- Who schedules a candidate; none: the job's coordinator.
alter table applications add column coordinator_id text references users (id);

-- What the room's calendar said: accepted, declined; or retired, where the room is no longer offered.
alter table interviews add column room_response text not null default 'accepted';
