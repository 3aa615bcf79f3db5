-- Messages to a candidate, whatever they are about.
alter table outbox add column candidate_id text references candidates (id);
create index outbox_candidate on outbox (candidate_id, created_at);
update outbox set candidate_id = (select a.candidate_id from applications a join candidates c on c.id = a.candidate_id
    where a.id = outbox.application_id and c.email = outbox.recipient_email) where application_id is not null;

-- What a message to a candidate said, encrypted: JSON, `services::messages::Kept`.
create table message_copies (
    message_id text primary key references outbox (id),
    sealed bytea not null
);

-- Texts that mails to candidates begin with; tags as in offer letters.
create table mail_templates (
    id text primary key,
    name text not null,
    subject text not null,
    body text not null,
    retired_at bigint,
    created_at bigint not null,
    version bigint not null
);
