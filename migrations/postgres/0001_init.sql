-- Instants are UTC milliseconds since 1970 (bigint), ids are time-sorted UUIDs as text, JSON is text: one SQL text serves both databases.
create extension if not exists btree_gist;

create table organisation (
    id integer primary key check (id = 1),
    name text not null,
    zone text not null,
    language text not null,
    clock text not null,
    week_start text not null,
    creator_id text not null,
    created_at bigint not null,
    version bigint not null
);

create table users (
    id text primary key,
    email text not null unique,
    name text not null,
    role text not null,
    zone text not null,
    password_hash text,
    active boolean not null,
    weekly_hours text,
    created_at bigint not null,
    version bigint not null
);

create table sessions (
    token_hash text primary key,
    user_id text not null references users (id),
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);
create index sessions_user on sessions (user_id);

-- Failed sign-ins, by mail address and by client address.
create table sign_in_failures (
    id text primary key,
    subject text not null,
    at bigint not null
);
create index sign_in_failures_subject on sign_in_failures (subject, at);

-- Every emailed link: the token itself is never stored.
create table links (
    id text primary key,
    token_hash text not null unique,
    purpose text not null,
    subject_id text not null,
    created_by text,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    used_at bigint
);
create index links_subject on links (subject_id, purpose);

create table clients (
    id text primary key,
    name text not null,
    zone text not null,
    notes text not null,
    -- What searches compare: lower case, without marks, made by the program so that both databases find the same.
    search text not null default '',
    archived_at bigint,
    created_at bigint not null,
    version bigint not null
);

create table contacts (
    id text primary key,
    client_id text not null references clients (id),
    name text not null,
    email text not null,
    phone text not null,
    zone text not null,
    created_at bigint not null,
    version bigint not null,
    unique (client_id, email)
);

create table jobs (
    id text primary key,
    title text not null,
    client_id text references clients (id),
    recruiter_id text not null references users (id),
    coordinator_id text references users (id),
    hiring_manager_id text references users (id),
    zone text not null,
    location text not null,
    state text not null,
    auto_invite boolean not null,
    show_attendees boolean not null,
    search text not null default '',
    created_at bigint not null,
    version bigint not null
);
create index jobs_client on jobs (client_id);

create table stages (
    id text primary key,
    job_id text not null references jobs (id),
    position integer not null,
    name text not null,
    kind text not null,
    scheduling boolean not null
);
create index stages_job on stages (job_id, position);

create table interview_templates (
    id text primary key,
    stage_id text not null unique references stages (id),
    name text not null,
    duration_minutes integer not null,
    step_minutes integer not null,
    before_minutes integer not null,
    after_minutes integer not null,
    notice_minutes integer not null,
    horizon_days integer not null,
    place_kind text not null,
    place text not null
);

create table template_attendees (
    template_id text not null references interview_templates (id),
    user_id text not null references users (id),
    primary key (template_id, user_id)
);

create table candidates (
    id text primary key,
    name text not null,
    email text not null unique,
    phone text not null,
    zone text not null,
    search text not null default '',
    created_at bigint not null,
    version bigint not null
);

create table files (
    id text primary key,
    candidate_id text not null references candidates (id),
    kind text not null,
    name text not null,
    media_type text not null,
    size_bytes bigint not null,
    sha256 text not null,
    storage_key text not null,
    created_by text,
    created_at bigint not null
);
create index files_candidate on files (candidate_id, kind);

create table applications (
    id text primary key,
    candidate_id text not null references candidates (id),
    job_id text not null references jobs (id),
    stage_id text not null references stages (id),
    stage_since bigint not null,
    state text not null,
    disposition text not null,
    created_at bigint not null,
    version bigint not null,
    unique (candidate_id, job_id)
);
create index applications_job on applications (job_id, stage_id);

-- The page on which one client contact chooses candidates of one job and shares availability (the pool).
create table client_pages (
    id text primary key,
    client_id text not null references clients (id),
    contact_id text not null references contacts (id),
    job_id text not null references jobs (id),
    availability text not null,
    message text not null,
    shared_at bigint not null,
    opened_at bigint,
    answered_at bigint,
    answered_by text,
    created_at bigint not null,
    version bigint not null,
    unique (contact_id, job_id)
);

-- An application that needs an interview in a stage, from presentation to booking.
create table interview_requests (
    id text primary key,
    application_id text not null references applications (id),
    stage_id text not null references stages (id),
    page_id text references client_pages (id),
    state text not null,
    state_since bigint not null,
    reason text not null,
    presented_at bigint,
    decided_at bigint,
    invited_at bigint,
    opened_at bigint,
    created_at bigint not null,
    version bigint not null,
    unique (application_id, stage_id)
);
create index interview_requests_page on interview_requests (page_id);

create table interviews (
    id text primary key,
    request_id text references interview_requests (id),
    application_id text not null references applications (id),
    uid text not null unique,
    sequence integer not null,
    title text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    zone text not null,
    place_kind text not null,
    place text not null,
    organiser_id text not null references users (id),
    state text not null,
    reason text not null,
    created_at bigint not null,
    version bigint not null,
    check (ends_at > starts_at)
);
create unique index interviews_one_live on interviews (request_id) where state = 'confirmed';
create index interviews_starts on interviews (starts_at);
create index interviews_application on interviews (application_id);

create table interview_people (
    interview_id text not null references interviews (id),
    person_id text not null,
    kind text not null,
    name text not null,
    email text not null,
    zone text not null,
    response text not null,
    primary key (interview_id, person_id)
);
create index interview_people_person on interview_people (person_id);

-- Whoever or whatever can be booked: user, contact, candidate, room. Raising `revision` is the lock.
create table calendars (
    id text primary key,
    kind text not null,
    revision bigint not null
);

-- What confirmed interviews occupy, buffers included. The database itself refuses an overlap.
create table reservations (
    interview_id text not null references interviews (id),
    calendar_id text not null references calendars (id),
    starts_at bigint not null,
    ends_at bigint not null,
    primary key (interview_id, calendar_id),
    check (ends_at > starts_at),
    constraint reservations_overlap exclude using gist (calendar_id with =, int8range(starts_at, ends_at) with &&)
);
create index reservations_calendar on reservations (calendar_id, starts_at);

create table busy_blocks (
    id text primary key,
    calendar_id text not null references calendars (id),
    starts_at bigint not null,
    ends_at bigint not null,
    title text not null,
    created_at bigint not null,
    check (ends_at > starts_at)
);
create index busy_blocks_calendar on busy_blocks (calendar_id, starts_at);

-- What happened: append-only.
create table history (
    id text primary key,
    at bigint not null,
    actor_kind text not null,
    actor_id text not null,
    actor_name text not null,
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    candidate_id text,
    application_id text,
    job_id text,
    data text not null
);
create index history_subject on history (subject_id, at);
create index history_candidate on history (candidate_id, at);

create function history_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'history is append-only'; end $$;
create trigger history_append_only before update or delete or truncate on history
    for each statement execute function history_is_append_only();

-- Messages to send, written in the transaction of the change. `sealed` is encrypted and emptied once sent.
create table outbox (
    id text primary key,
    dedupe_key text not null unique,
    event_id text not null references history (id),
    kind text not null,
    recipient_name text not null,
    recipient_email text not null,
    subject text not null,
    interview_id text,
    application_id text,
    sequence integer not null,
    sealed bytea,
    state text not null,
    attempts integer not null,
    next_at bigint not null,
    claimed_until bigint,
    last_error text not null,
    created_at bigint not null,
    sent_at bigint
);
create index outbox_due on outbox (state, next_at);
create index outbox_order on outbox (interview_id, recipient_email, id);
