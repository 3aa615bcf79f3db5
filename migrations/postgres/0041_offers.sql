-- Letters that candidates are offered a job with. A version that was approved never changes; offers keep the one they were written from.
create table offer_templates (
    id text primary key,
    name text not null,
    retired_at bigint,
    created_at bigint not null,
    version bigint not null
);

-- `content`: JSON, `domain::offers::template::OfferContent`.
create table offer_template_versions (
    id text primary key,
    template_id text not null references offer_templates (id),
    number integer not null,
    content text not null,
    author text not null,
    created_at bigint not null,
    approved_by text,
    approved_at bigint,
    unique (template_id, number)
);

-- An offer to a candidate on a job. Of one application there is at most one that is not over.
create table offers (
    id text primary key,
    application_id text not null references applications (id),
    number integer not null,
    state text not null,
    letter_id text not null references offer_template_versions (id),
    typed text not null,
    expires_on text not null,
    saved_at bigint not null,
    saved_by text not null,
    sent_at bigint,
    sent_by text,
    sent_to text not null default '',
    expires_at bigint,
    opened_at bigint,
    answered_at bigint,
    answered_name text not null default '',
    answered_from text not null default '',
    reason text not null default '',
    version bigint not null,
    unique (application_id, number)
);
create unique index offers_live on offers (application_id) where state in ('draft', 'approving', 'approved', 'sent', 'accepted');
create index offers_expiry on offers (state, expires_at);

-- Each saving of an offer.
create table offer_drafts (
    offer_id text not null references offers (id),
    number integer not null,
    letter_id text not null references offer_template_versions (id),
    typed text not null,
    expires_on text not null,
    author text not null,
    created_at bigint not null,
    primary key (offer_id, number)
);

-- What was sent: text, values and PDF, with the hash of the text. `content`: JSON, `domain::offers::filled::SentLetter`.
create table offer_letters (
    offer_id text primary key references offers (id),
    content text not null,
    sha256 text not null,
    pdf_id text not null,
    pdf_key text not null,
    pdf_sha256 text not null,
    created_at bigint not null
);

-- Who has to approve an offer as it stands, in their order.
create table offer_approvals (
    offer_id text not null references offers (id),
    position integer not null,
    user_id text not null references users (id),
    approved_at bigint,
    approved_by text not null default '',
    primary key (offer_id, position)
);

-- Codes mailed to candidates who open an offer, and who has given one.
create table offer_codes (
    id text primary key,
    offer_id text not null references offers (id),
    code_hash text not null,
    tries integer not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index offer_codes_offer on offer_codes (offer_id, created_at);
create table offer_sessions (
    token_hash text primary key,
    offer_id text not null references offers (id),
    expires_at bigint not null
);

create function offers_are_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'what was saved or sent is not changed'; end $$;
create trigger offer_letters_append_only before update or delete or truncate on offer_letters
    for each statement execute function offers_are_append_only();
create trigger offer_drafts_append_only before update or delete or truncate on offer_drafts
    for each statement execute function offers_are_append_only();
