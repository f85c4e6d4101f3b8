-- The people who work with Redress. The engine's identity tables hold the same ids, with passwords and roles.

create table team (
    id text primary key check (id ~ '^[a-zA-Z0-9._@-]{1,64}$'),
    name text not null,
    lead_id text
);

create table person (
    -- the login name and the engine's user id; never changes
    id text primary key check (id ~ '^[a-zA-Z0-9._@-]{1,64}$'),
    -- under whose key the ledger keeps what would name this person
    subject uuid not null unique,
    printed_name text not null check (printed_name <> '' and length(printed_name) <= 200),
    email text,
    language text not null,
    zone text not null,
    team_id text references team (id),
    active boolean not null,
    demo boolean not null,
    -- the person-data entries that say what name and address are now, for "before" in the next change
    printed_name_data uuid not null,
    email_data uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index person_team on person (team_id);

alter table team add constraint team_lead_is_a_person foreign key (lead_id) references person (id);
