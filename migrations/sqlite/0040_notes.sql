-- Notes about candidates; one with `is_task` is something to do. What is deleted is gone from sight, not from here.
create table notes (
    id text primary key,
    candidate_id text not null references candidates (id),
    application_id text references applications (id),
    text text not null,
    is_task boolean not null,
    -- A civil date, 2027-03-24.
    due_on text,
    done_at bigint,
    done_by text,
    author_id text not null references users (id),
    created_at bigint not null,
    changed_at bigint,
    deleted_at bigint,
    version bigint not null
);
create index notes_candidate on notes (candidate_id, created_at);
create index notes_author on notes (author_id, done_at);

-- What a note said before it was changed.
create table note_versions (
    note_id text not null references notes (id),
    number integer not null,
    text text not null,
    is_task boolean not null,
    due_on text,
    changed_by text not null,
    at bigint not null,
    primary key (note_id, number)
);

-- Who is named in a note; told once.
create table note_mentions (
    note_id text not null references notes (id),
    user_id text not null references users (id),
    primary key (note_id, user_id)
);
