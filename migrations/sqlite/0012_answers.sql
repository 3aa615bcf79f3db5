-- What somebody said besides the response: why not, or which other time. It holds for the start that stood then.
create table interview_answers (
    interview_id text not null references interviews (id),
    person_id text not null,
    starts_at bigint not null,
    reason text not null,
    proposed_at bigint,
    words text not null,
    answered_at bigint not null,
    primary key (interview_id, person_id)
);

-- When reminders go out: minutes before the start, divided by commas.
create table reminder_settings (
    id integer primary key check (id = 1),
    minutes text not null,
    version bigint not null
);
insert into reminder_settings (id, minutes, version) values (1, '1440,60', 1);

-- How colleagues want to be told besides by mail. `text_since`: when they asked for texts to this number.
create table user_channels (
    user_id text primary key references users (id),
    phone text not null,
    by_text boolean not null,
    by_teams boolean not null,
    text_since bigint,
    version bigint not null
);

-- Candidates who agreed to text messages: to which number, when, and who noted it. Kept after they withdrew.
create table text_consents (
    candidate_id text primary key references candidates (id),
    phone text not null,
    given_at bigint not null,
    given_by text not null,
    withdrawn_at bigint
);

-- `due_at`: not before that moment, and only if it is still wanted then; null: at once.
-- `provider_id`, `provider_state`: what a gateway called the message, and said of it.
alter table outbox add column channel text not null default 'mail';
alter table outbox add column due_at bigint;
alter table outbox add column provider_id text not null default '';
alter table outbox add column provider_state text not null default '';
drop index outbox_order;
create index outbox_order on outbox (interview_id, channel, recipient_email, id);
