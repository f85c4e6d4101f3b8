-- Reports: what came in through a channel, kept as received. The raw content is person data and lies in the person
-- store; here are its id and a keyed hash.

-- One sequence per year, made in advance: a sequence made on the first of January under load would be a race.
-- Sequences do not roll back, so references may have gaps; they never repeat.
do $$
begin
  for y in 2011..2060 loop
    execute format('create sequence reference_report_%s as bigint minvalue 1 maxvalue 999999', y);
  end loop;
end $$;

create table report (
  id                 uuid primary key,
  reference          varchar(20) not null unique check (reference ~ '^R-[0-9]{4}-[0-9]{6}$'),
  state              varchar(20) not null check (state in ('received', 'promoted', 'joined', 'feedback')),
  channel            varchar(20) not null,
  source             varchar(64) not null default 'desk',
  external_reference varchar(200),
  -- Awareness is a day, or an instant with the zone it was told in; the day is always known.
  awareness_date     date not null,
  awareness_at       timestamptz,
  awareness_zone     varchar(64),
  received_at        timestamptz not null,
  entered_at         timestamptz not null,
  entered_by         varchar(255) not null,
  language           varchar(35) not null,
  customer_id        uuid,
  subject            uuid not null,
  raw_id             uuid not null,
  content_hash       varchar(64) not null,
  check ((awareness_at is null) = (awareness_zone is null)),
  check (entered_at >= received_at)
);

create unique index report_source_external_reference
  on report (source, external_reference) where external_reference is not null;
create index report_customer on report (customer_id);

create table report_product (
  report_id uuid not null references report (id),
  position  integer not null,
  code      varchar(100),
  name      varchar(200),
  lot       varchar(100),
  serial    varchar(100),
  udi       varchar(200),
  primary key (report_id, position)
);

-- What was received stays as it was received: only its state moves on.
create function report_keeps_what_was_received() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'A report is never deleted' using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(old) - 'state') is distinct from (to_jsonb(new) - 'state') then
    raise exception 'A report is kept as received; only its state changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger report_as_received before update or delete on report
  for each row execute function report_keeps_what_was_received();
