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
