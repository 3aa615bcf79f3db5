-- What interviewers are asked. A version that was approved never changes; interviews keep the one they began with.
create table form_templates (
    id text primary key,
    name text not null,
    position integer not null,
    retired_at bigint,
    created_at bigint not null,
    version bigint not null
);

create table form_versions (
    id text primary key,
    template_id text not null references form_templates (id),
    number integer not null,
    content text not null,
    author text not null,
    created_at bigint not null,
    approved_by text,
    approved_at bigint,
    unique (template_id, number)
);

alter table interview_templates add column form_template_id text references form_templates (id);
alter table interviews add column form_version_id text references form_versions (id);

-- One attendee's form of one interview. `answers` is what was submitted, `draft` what is being written; both JSON by the questions' keys.
create table forms (
    id text primary key,
    interview_id text not null references interviews (id),
    person_id text not null,
    person_name text not null,
    form_version_id text not null references form_versions (id),
    state text not null,
    answers text,
    draft text,
    submitted_at bigint,
    changed_at bigint,
    created_at bigint not null,
    version bigint not null,
    unique (interview_id, person_id)
);
create index forms_person on forms (person_id);

-- What an evaluation said before it was changed: append-only.
create table form_revisions (
    form_id text not null references forms (id),
    number integer not null,
    answers text not null,
    at bigint not null,
    primary key (form_id, number)
);
create trigger form_revisions_no_update before update on form_revisions
    begin select raise(abort, 'revisions are append-only'); end;
create trigger form_revisions_no_delete before delete on form_revisions
    begin select raise(abort, 'revisions are append-only'); end;

-- One uploaded document an attendee and interview: the constraint refuses a second.
create table form_uploads (
    id text primary key,
    form_id text not null unique references forms (id),
    name text not null,
    media_type text not null,
    size_bytes bigint not null,
    sha256 text not null,
    storage_key text not null,
    created_by text not null,
    created_at bigint not null
);
