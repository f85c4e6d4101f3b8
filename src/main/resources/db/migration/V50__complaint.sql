-- The register of complaints. Description, remedy, reasons, findings and answers are person data: the columns that end
-- in _id beside them hold ids of the person store. No foreign keys lead into the engine's tables.

do $$
begin
  for y in 2011..2060 loop
    execute format('create sequence reference_complaint_%s as bigint minvalue 1 maxvalue 999999', y);
  end loop;
end $$;

create table complaint (
  id                   uuid primary key,
  version              integer not null,
  reference            varchar(20) not null unique check (reference ~ '^C-[0-9]{4}-[0-9]{6}$'),
  state                varchar(20) not null check (state in ('registered', 'investigating', 'answering', 'approving',
                         'delivering', 'closed', 'not-a-complaint', 'duplicate')),
  channel              varchar(20) not null,
  language             varchar(35) not null,
  category             varchar(64),
  awareness_date       date not null,
  registered_at        timestamptz not null,
  registered_by        varchar(255) not null,
  closed_at            timestamptz,
  reopened             integer not null default 0 check (reopened >= 0),
  customer_id          uuid,
  subject              uuid not null,
  description_id       uuid not null,
  remedy_id            uuid,
  -- chosen by a person at triage
  severity             varchar(10) check (severity in ('critical', 'major', 'moderate', 'minor')),
  -- suggested by the table; all null when no rule matched
  scored_at            timestamptz,
  suggested_severity   varchar(10) check (suggested_severity in ('critical', 'major', 'moderate', 'minor')),
  priority             integer check (priority between 0 and 100),
  severity_rating      integer check (severity_rating between 1 and 10),
  occurrence_rating    integer check (occurrence_rating between 1 and 10),
  detectability_rating integer check (detectability_rating between 1 and 10),
  risk_priority_number integer check (risk_priority_number between 1 and 1000),
  answer_within_days   integer check (answer_within_days between 0 and 3650),
  rating_reason        varchar(4000),
  -- the facts the table was asked with
  safety               boolean not null default false,
  safety_signals       varchar(4000),
  similar_complaints   integer not null default 0 check (similar_complaints >= 0),
  similar_by           varchar(10) check (similar_by in ('product', 'category')),
  window_days          integer,
  acknowledged_at      timestamptz,
  acknowledged_by      varchar(20),
  undeliverable        boolean not null default false,
  duplicate_of         uuid references complaint (id),
  process_instance_id  varchar(64),
  demo                 boolean not null default false,
  constraint complaint_closed_has_a_time
    check ((state in ('closed', 'not-a-complaint', 'duplicate')) = (closed_at is not null)),
  constraint complaint_not_its_own_duplicate check (duplicate_of <> id),
  constraint complaint_duplicate_names_the_other check (state <> 'duplicate' or duplicate_of is not null)
);

-- The register's order: newest first, the id breaks ties; pages and keysets walk this index.
create index complaint_newest on complaint (registered_at desc, id desc);
create index complaint_state on complaint (state, registered_at desc, id desc);
create index complaint_category on complaint (category, registered_at);
create index complaint_duplicates on complaint (duplicate_of) where duplicate_of is not null;
create index complaint_customer on complaint (customer_id);

create function complaint_is_never_deleted() returns trigger language plpgsql as $$
begin
  raise exception 'A quality record is never deleted' using errcode = 'restrict_violation';
end $$;
create trigger complaint_kept before delete on complaint
  for each row execute function complaint_is_never_deleted();

create table complaint_product (
  complaint_id uuid not null references complaint (id),
  position     integer not null,
  code         varchar(100),
  name         varchar(200),
  lot          varchar(100),
  serial       varchar(100),
  udi          varchar(200),
  primary key (complaint_id, position)
);
create index complaint_product_code on complaint_product (code, complaint_id);

-- Report and complaint are two things, n:m.
create table complaint_report (
  complaint_id uuid not null references complaint (id),
  report_id    uuid not null references report (id),
  kind         varchar(20) not null check (kind in ('promoted', 'joined')),
  linked_by    varchar(255) not null,
  linked_at    timestamptz not null,
  reason_id    uuid,
  primary key (complaint_id, report_id)
);
create index complaint_report_report on complaint_report (report_id);

-- Every decision is kept; the newest one counts.
create table complaint_triage (
  id                 uuid primary key,
  complaint_id       uuid not null references complaint (id),
  outcome            varchar(20) not null check (outcome in ('complaint', 'investigate', 'not-a-complaint', 'duplicate')),
  severity           varchar(10) check (severity in ('critical', 'major', 'moderate', 'minor')),
  suggested_severity varchar(10),
  overridden         boolean not null,
  reason_id          uuid,
  duplicate_of       uuid references complaint (id),
  decided_by         varchar(255) not null,
  decided_at         timestamptz not null,
  constraint complaint_triage_reason_given
    check (reason_id is not null or (outcome in ('complaint', 'investigate') and not overridden)),
  constraint complaint_triage_severity_chosen
    check (severity is not null or outcome in ('not-a-complaint', 'duplicate')),
  constraint complaint_triage_duplicate_named check ((outcome = 'duplicate') = (duplicate_of is not null))
);
create index complaint_triage_complaint on complaint_triage (complaint_id, decided_at);

create table complaint_investigation (
  id                uuid primary key,
  complaint_id      uuid not null references complaint (id),
  cause_id          uuid,
  evidence_id       uuid,
  not_determined_id uuid,
  found_by          varchar(255) not null,
  found_at          timestamptz not null,
  constraint complaint_investigation_proves_or_says_why_not
    check ((cause_id is not null and evidence_id is not null and not_determined_id is null)
        or (cause_id is null and not_determined_id is not null))
);
create index complaint_investigation_complaint on complaint_investigation (complaint_id, found_at);

create table complaint_answer (
  id           uuid primary key,
  complaint_id uuid not null references complaint (id),
  version      integer not null check (version >= 1),
  state        varchar(10) not null check (state in ('draft', 'submitted', 'rejected', 'approved', 'sent')),
  text_id      uuid not null,
  author       varchar(255) not null,
  written_at   timestamptz not null,
  submitted_at timestamptz,
  decided_by   varchar(255),
  decided_at   timestamptz,
  rejection_id uuid,
  sent_at      timestamptz,
  unique (complaint_id, version),
  constraint complaint_answer_approver_is_not_its_author check (decided_by <> author),
  constraint complaint_answer_decision_is_whole check ((decided_by is null) = (decided_at is null)),
  constraint complaint_answer_decision_is_named
    check ((state in ('rejected', 'approved', 'sent')) = (decided_by is not null)),
  constraint complaint_answer_rejection_has_a_reason check ((state = 'rejected') = (rejection_id is not null))
);

-- What a search finds: words of our own fields as they are, words of people only as keyed hashes.
create table complaint_search (
  complaint_id uuid primary key references complaint (id),
  terms        text not null,
  tokens       text[] not null
);
create index complaint_search_tokens on complaint_search using gin (tokens);

-- The answer to a call that may be repeated. The hash is keyed by the subject, so that a small body cannot be guessed
-- from it once the person is erased.
create table complaint_idempotency (
  caller       varchar(255) not null,
  key          varchar(255) not null,
  subject      uuid,
  request_hash varchar(64),
  status       integer,
  location     varchar(200),
  body         text,
  created_at   timestamptz not null,
  primary key (caller, key)
);
create index complaint_idempotency_created on complaint_idempotency (created_at);
