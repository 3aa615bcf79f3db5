create table connections (
    key text primary key,
    broken_since bigint
);
