-- The register at a million complaints: hashes as numbers, parts of words by trigrams, the order of the register beside
-- what is searched, and similar complaints counted from an index alone.

create extension if not exists pg_trgm;

-- A token is the first 63 bits of a hash. Of a person's word (keyed) it is not negative; of our own fields (a product's
-- code, a word of one or two characters) it is negative: so neither is mistaken for the other, and an erasure knows
-- which ones to drop.
create function complaint_person_token(hex text) returns bigint language sql immutable strict
  return ('x' || hex)::bit(64)::bigint & 9223372036854775807;

create function complaint_own_token(word text) returns bigint language sql immutable strict
  return ('x' || left(encode(sha256(convert_to(word, 'UTF8')), 'hex'), 16))::bit(64)::bigint
    | (-9223372036854775807 - 1);

-- Small letters and digits without accents stay; everything else becomes capital letters: one for what often stands in
-- numbers, Z and the code point for the rest. So any three characters make a trigram, whatever the script, the locale and
-- the punctuation, and LIKE needs no escapes. SearchTerms does the same.
create function complaint_folded(field text) returns text language sql immutable strict
  return (select coalesce(string_agg(case
        when part ~ '^[a-z0-9\n]$' then part
        when strpos('-./_@+#: ', part) > 0 then translate(part, '-./_@+#: ', 'QRSTUVWXY')
        else 'Z' || translate(lpad(to_hex(ascii(part)), 4, '0'), '0123456789abcdef', 'ABCDEFGHIJKLMNOP')
      end, '' order by place), '')
    from regexp_split_to_table(regexp_replace(normalize(replace(lower(normalize(field, NFKC)), 'ß', 'ss'), NFD),
        '[\u0300-\u036f]', '', 'g'), '') with ordinality as parts (part, place));

alter table complaint_search rename to complaint_search_before;
alter table complaint_search_before rename constraint complaint_search_pkey to complaint_search_before_pkey;

create table complaint_search (
  complaint_id  uuid primary key references complaint (id),
  registered_at timestamptz not null,
  terms         text not null,
  tokens        bigint[] not null
);
insert into complaint_search (complaint_id, registered_at, terms, tokens)
select c.id, c.registered_at, complaint_folded(b.terms),
  array(select complaint_person_token(token) from unnest(b.tokens) as token
        union select complaint_own_token('product:' || p.code) from complaint_product p
          where p.complaint_id = c.id and p.code is not null
        union select complaint_own_token('word:' || word)
          from regexp_split_to_table(complaint_folded(b.terms), '[^a-z0-9]+') as word where length(word) between 1 and 2)
from complaint_search_before b join complaint c on c.id = b.complaint_id
order by c.registered_at, c.id;
drop table complaint_search_before;
drop function complaint_person_token(text);
drop function complaint_own_token(text);
drop function complaint_folded(text);

-- What a batch of inserts left unsorted is read by every search, so it is kept short.
create index complaint_search_tokens on complaint_search using gin (tokens) with (gin_pending_list_limit = 1024);
create index complaint_search_terms on complaint_search using gin (terms gin_trgm_ops)
  with (gin_pending_list_limit = 1024);
create index complaint_search_newest on complaint_search (registered_at desc, complaint_id desc);
-- The planner has to know the frequent words by their numbers.
alter table complaint_search alter column tokens set statistics 1000;

-- Words and open cases: of a few ten thousand open ones a frequent word is found by reading them, of a million closed
-- ones it is not. A copy without those indexes costs little; it follows the register by itself.
create table complaint_search_open (
  complaint_id  uuid primary key references complaint_search (complaint_id),
  registered_at timestamptz not null,
  terms         text not null,
  tokens        bigint[] not null
);

create function complaint_is_open(state text) returns boolean language sql immutable
  return state not in ('closed', 'not-a-complaint', 'duplicate');

insert into complaint_search_open
select s.* from complaint_search s join complaint c on c.id = s.complaint_id where complaint_is_open(c.state);

create function complaint_search_opens() returns trigger language plpgsql as $$
begin
  insert into complaint_search_open (complaint_id, registered_at, terms, tokens)
  select a.complaint_id, a.registered_at, a.terms, a.tokens
  from added a join complaint c on c.id = a.complaint_id where complaint_is_open(c.state);
  return null;
end $$;
create trigger complaint_search_added after insert on complaint_search
  referencing new table as added for each statement execute function complaint_search_opens();

create function complaint_search_changes() returns trigger language plpgsql as $$
begin
  update complaint_search_open o set terms = n.terms, tokens = n.tokens
  from changed n where n.complaint_id = o.complaint_id;
  return null;
end $$;
create trigger complaint_search_changed after update on complaint_search
  referencing new table as changed for each statement execute function complaint_search_changes();

create function complaint_search_follows_state() returns trigger language plpgsql as $$
begin
  if complaint_is_open(new.state) then
    insert into complaint_search_open (complaint_id, registered_at, terms, tokens)
    select complaint_id, registered_at, terms, tokens from complaint_search where complaint_id = new.id
    on conflict do nothing;
  else
    delete from complaint_search_open where complaint_id = new.id;
  end if;
  return null;
end $$;
create trigger complaint_search_state after update of state on complaint
  for each row when (complaint_is_open(new.state) <> complaint_is_open(old.state))
  execute function complaint_search_follows_state();

-- Similar complaints are counted by awareness: an import enters the complaints of years within one hour.
alter table complaint_product add column awareness_date date;
update complaint_product p set awareness_date = c.awareness_date from complaint c where c.id = p.complaint_id;
alter table complaint_product alter column awareness_date set not null;
drop index complaint_product_code;
create index complaint_product_code on complaint_product (code, awareness_date, complaint_id) where code is not null;
drop index complaint_category;
create index complaint_category on complaint (category, awareness_date, id) where category is not null;

create function complaint_product_takes_awareness() returns trigger language plpgsql as $$
begin
  select awareness_date into new.awareness_date from complaint where id = new.complaint_id;
  return new;
end $$;
create trigger complaint_product_awareness before insert on complaint_product
  for each row when (new.awareness_date is null) execute function complaint_product_takes_awareness();

create function complaint_awareness_moves_along() returns trigger language plpgsql as $$
begin
  update complaint_product set awareness_date = new.awareness_date where complaint_id = new.id;
  return null;
end $$;
create trigger complaint_awareness after update of awareness_date on complaint
  for each row when (new.awareness_date is distinct from old.awareness_date)
  execute function complaint_awareness_moves_along();
