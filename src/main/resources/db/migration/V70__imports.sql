-- Files of many rows. A row becomes a report, a report later a complaint. What was sent, and what was refused of it, is
-- person data: it lies here sealed, under a key of the import or of the row.

-- What a report says, whichever way its channel spelt it: by this two versions are compared. Null for what a person typed.
alter table report add column comparison_hash varchar(64);
-- The import a report came with.
alter table report add column import_id uuid;
create index report_import on report (import_id) where import_id is not null;

-- The same id with other content: kept beside the first, which stays as it was received.
create table report_version (
  report_id       uuid not null references report (id),
  version         integer not null check (version >= 2),
  raw_id          uuid not null,
  content_hash    varchar(64) not null,
  comparison_hash varchar(64) not null,
  import_id       uuid,
  entered_at      timestamptz not null,
  entered_by      varchar(255) not null,
  primary key (report_id, version),
  unique (report_id, comparison_hash)
);

create function report_version_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'A version of a report is kept as received' using errcode = 'restrict_violation';
end $$;

create trigger report_version_as_received before update or delete on report_version
  for each row execute function report_version_is_kept();

-- Closed before it came here: what came of it, as the source says. No process of ours ever ran for it.
create table complaint_history (
  complaint_id uuid primary key references complaint (id),
  outcome_id   uuid not null,
  -- null: the source does not tell; the complaint's closed_at is then the moment of the import
  closed_on    date,
  imported_at  timestamptz not null,
  imported_by  varchar(255) not null
);

create table import (
  id            uuid primary key,
  state         varchar(10) not null check (state in ('draft', 'running', 'done', 'failed', 'discarded')),
  mode          varchar(10) not null check (mode in ('open', 'history')),
  becomes       varchar(10) not null check (becomes in ('complaint', 'feedback', 'nothing')),
  -- whose key protects the file and its name
  subject       uuid not null,
  file_name_id  uuid not null,
  file_bytes    bigint not null,
  file_sha256   varchar(64) not null,
  -- how it is read and which column is which field: JSON; null in a draft that nothing was recognised of
  plan          text,
  source        varchar(64),
  created_by    varchar(255) not null,
  created_at    timestamptz not null,
  started_at    timestamptz,
  finished_at   timestamptz,
  -- rows read so far; also the place where reading goes on
  read_rows     bigint not null default 0,
  -- of the file, roughly: for a progress bar
  read_bytes    bigint not null default 0,
  read_to_end   boolean not null default false,
  created       bigint not null default 0,
  known         bigint not null default 0,
  differs       bigint not null default 0,
  refused       bigint not null default 0,
  -- of the created ones: those that became complaints, and those that are kept as feedback
  promoted      bigint not null default 0,
  feedback      bigint not null default 0,
  problem       varchar(4000),
  -- who reads, and until when others leave it alone
  locked_by     uuid,
  locked_until  timestamptz,
  check (read_rows = created + known + differs + refused),
  check (promoted + feedback <= created),
  check (state <> 'done' or (read_to_end and promoted + feedback = created)),
  check (state in ('draft', 'discarded') or (plan is not null and source is not null and started_at is not null))
);
create index import_newest on import (created_at desc, id desc);
create index import_at_work on import (started_at) where state = 'running';

-- The file, until every row of it is a report or refused.
create table import_chunk (
  import_id uuid not null references import (id),
  position  integer not null,
  sealed    bytea not null,
  primary key (import_id, position)
);
-- sealed content does not compress
alter table import_chunk alter column sealed set storage external;

-- Rows that are no reports, with their reasons, sealed: each under a key of its own, because it is about a person.
create table import_refused (
  import_id  uuid not null references import (id),
  row_number bigint not null,
  line       bigint not null,
  row_id     uuid not null,
  primary key (import_id, row_number)
);

-- Without an id of its own a row is known by what it says and by how often the file has said so before.
create table import_occurrence (
  import_id uuid not null references import (id),
  row_hash  varchar(64) not null,
  times     integer not null,
  primary key (import_id, row_hash)
);

-- Reports that are to become complaints; a row goes when it has.
create table import_waiting (
  report_id       uuid primary key references report (id),
  import_id       uuid not null references import (id),
  row_number      bigint not null,
  attempts        integer not null default 0,
  next_attempt_at timestamptz not null,
  problem         varchar(500)
);
create index import_waiting_next on import_waiting (next_attempt_at, import_id, row_number);
create index import_waiting_import on import_waiting (import_id, row_number);

-- A register of a million cases has numbers of seven digits; six stay the least.
do $$
begin
  for y in 2011..2060 loop
    execute format('alter sequence reference_report_%s maxvalue 999999999', y);
    execute format('alter sequence reference_complaint_%s maxvalue 999999999', y);
  end loop;
end $$;
alter table report drop constraint report_reference_check,
  add constraint report_reference_check check (reference ~ '^R-[0-9]{4}-[0-9]{6,9}$');
alter table complaint drop constraint complaint_reference_check,
  add constraint complaint_reference_check check (reference ~ '^C-[0-9]{4}-[0-9]{6,9}$');
