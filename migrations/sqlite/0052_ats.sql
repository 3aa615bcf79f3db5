-- Connections to applicant tracking systems.
create table ats_connections (
    id text primary key,
    system text not null,
    name text not null,
    -- JSON, encrypted: `domain::ats::connection::Secrets`.
    secrets blob not null,
    -- Whether the system can be asked: it takes more than the secret of deliveries.
    can_ask boolean not null,
    -- Where it is asked instead of its usual address; empty for that.
    base_url text not null,
    -- Who answers for jobs whose recruiter is not known here.
    recruiter_id text not null references users (id),
    active boolean not null,
    refused_signatures bigint not null,
    last_refused_at bigint,
    -- What the last pull has seen everything up to.
    pulled_until bigint,
    pulled_at bigint,
    -- When the next pull is due; none where it can not be asked.
    pull_due_at bigint,
    -- Until when somebody pulls: no second one begins.
    pulling_until bigint,
    -- What went wrong last, and whether it will by itself; empty after a pull that went well.
    trouble text not null,
    trouble_lasts boolean not null,
    trouble_since bigint,
    created_at bigint not null,
    version bigint not null
);

-- What was delivered: a delivery counts once, by its id.
create table ats_deliveries (
    connection_id text not null references ats_connections (id),
    delivery_id text not null,
    received_at bigint not null,
    event text not null,
    -- taken, nothing, unreadable
    outcome text not null,
    error text not null,
    -- The body as it came, encrypted.
    body blob not null,
    primary key (connection_id, delivery_id)
);
create index ats_deliveries_received on ats_deliveries (connection_id, received_at);

-- What is known of the system's records, merged of all that was told.
create table ats_records (
    connection_id text not null references ats_connections (id),
    kind text not null,
    external_id text not null,
    -- JSON, encrypted: `domain::ats::record::Record`'s fields.
    merged blob not null,
    updated_at bigint not null,
    -- The system's id of the job it belongs to.
    job_external_id text,
    -- The record here.
    local_id text,
    -- The version of the record here after it was last brought in step.
    local_version bigint,
    -- auto, mapped, ignored
    mapping text not null,
    -- The record without which this one can not be brought here: `job:17`.
    waits_for text,
    -- Why it is not in step: the key of a message; empty where it is.
    problem text not null,
    -- When that was tried last.
    tried_at bigint,
    -- Of an application: what the system said when the record here was last brought in step with it.
    applied text,
    -- Of a job: the one that was made here for it, also while an administrator says that it is another.
    made_id text,
    -- When it is to be asked for.
    ask_at bigint,
    primary key (connection_id, kind, external_id)
);
create index ats_records_job on ats_records (connection_id, job_external_id);
create index ats_records_waiting on ats_records (connection_id, waits_for);
create index ats_records_local on ats_records (connection_id, kind, local_id);
create index ats_records_problem on ats_records (connection_id, tried_at) where problem <> '';
