-- Tables of candidates that were uploaded and not taken yet: whose, the file (encrypted), which column says what (JSON, `domain::import::Mapping`).
create table candidate_imports (
    id text primary key,
    user_id text not null references users (id),
    file_name text not null,
    job_id text references jobs (id),
    mapping text not null,
    sealed bytea not null,
    created_at bigint not null,
    version bigint not null
);
