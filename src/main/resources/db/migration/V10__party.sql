-- Person data lies encrypted under a key per person. Everybody else holds ids; destroying the key erases the person.

-- One row: which master key this database belongs to. A start with another one is refused.
create table master_key (
    only_one boolean primary key default true check (only_one),
    fingerprint text not null,
    created_at timestamptz not null
);

create table person_key (
    subject uuid primary key,
    wrapped_key bytea,
    master_fingerprint text not null,
    created_at timestamptz not null,
    destroyed_at timestamptz,
    constraint person_key_is_there_or_destroyed check ((wrapped_key is null) = (destroyed_at is not null))
);

create table person_data (
    id uuid primary key,
    subject uuid not null references person_key (subject),
    kind text not null,
    -- format version (1 byte), nonce (12), ciphertext with tag; AES-256-GCM, bound to id, subject and kind
    sealed bytea not null,
    created_at timestamptz not null
);
create index person_data_subject on person_data (subject);

create table customer (
    id uuid primary key,
    subject uuid not null references person_key (subject),
    details_id uuid not null references person_data (id),
    -- blind indexes: HMAC under a key derived from the master key; null once erased
    email_index text,
    reference_index text,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index customer_reference_index on customer (reference_index) where reference_index is not null;
create index customer_email_index on customer (email_index) where email_index is not null;
create index customer_subject on customer (subject);

-- Erasure waits while one of these is not released.
create table legal_hold (
    id uuid primary key,
    subject uuid not null references person_key (subject),
    reason text not null,
    placed_by text not null,
    placed_at timestamptz not null,
    released_by text,
    released_at timestamptz,
    constraint legal_hold_released_by_somebody check ((released_by is null) = (released_at is null))
);
create index legal_hold_open on legal_hold (subject) where released_at is null;

-- How long records of a class are kept after they were closed, whoever asks for what.
create table retention_rule (
    record_class text primary key,
    years integer not null check (years between 0 and 100),
    clause text not null
);
insert into retention_rule (record_class, years, clause)
values ('complaint', 2, 'ISO 13485:2016 4.2.5'),
       ('report', 2, 'ISO 13485:2016 4.2.5');

create table erasure (
    id uuid primary key,
    subject uuid not null unique references person_key (subject),
    -- why, under a key of its own: the words may name the person who was erased
    reason_id uuid not null references person_data (id),
    -- how many pieces of each kind became unreadable: {"customer":2,"description":1}
    pieces text not null,
    erased_at timestamptz not null
);
