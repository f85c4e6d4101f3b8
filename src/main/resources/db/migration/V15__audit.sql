-- The ledger: per chain (a case, or an area of the system) a gapless row of entries, each bound to the one before.
-- The triggers refuse what the application never does, whoever asks; they fire in replication mode too. Who takes them
-- away first is found by verification, and by the anchors kept elsewhere.

create table ledger_head (
    chain text primary key,
    seq bigint not null check (seq >= 0),
    hash text not null check (hash ~ '^[0-9a-f]{64}$'),
    -- up to here an anchor outside this database vouches for the chain; null while there is none
    anchored_seq bigint check (anchored_seq <= seq)
);

create table ledger_entry (
    id uuid primary key,
    chain text not null references ledger_head (chain),
    seq bigint not null check (seq > 0),
    previous_hash text not null check (previous_hash ~ '^[0-9a-f]{64}$'),
    -- SHA-256 over the UTF-8 bytes of body
    hash text not null check (hash ~ '^[0-9a-f]{64}$'),
    -- canonical JSON (RFC 8785), byte for byte as it was hashed; so text, not jsonb
    body text not null,
    occurred_at timestamptz not null,
    unique (chain, seq)
);

create function ledger_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'The ledger is append-only: % on % is refused', tg_op, tg_table_name using errcode = '42501';
end
$$;

create function ledger_head_forward() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.seq <> 0 or new.hash <> repeat('0', 64) then
            raise exception 'A chain of the ledger begins at sequence 0: % was refused', new.chain
                using errcode = '42501';
        end if;
    elsif new.chain <> old.chain
        or new.seq < old.seq
        or (new.seq = old.seq and new.hash <> old.hash)
        or coalesce(new.anchored_seq, 0) < coalesce(old.anchored_seq, 0) then
        raise exception 'A head of the ledger only moves forward: % was refused', old.chain using errcode = '42501';
    end if;
    return new;
end
$$;

create trigger ledger_entry_append_only before update or delete on ledger_entry
    for each row execute function ledger_refuse();
create trigger ledger_entry_not_truncated before truncate on ledger_entry
    for each statement execute function ledger_refuse();
create trigger ledger_head_only_forward before insert or update on ledger_head
    for each row execute function ledger_head_forward();
create trigger ledger_head_stays before delete on ledger_head
    for each row execute function ledger_refuse();
create trigger ledger_head_not_truncated before truncate on ledger_head
    for each statement execute function ledger_refuse();

alter table ledger_entry enable always trigger ledger_entry_append_only;
alter table ledger_entry enable always trigger ledger_entry_not_truncated;
alter table ledger_head enable always trigger ledger_head_only_forward;
alter table ledger_head enable always trigger ledger_head_stays;
alter table ledger_head enable always trigger ledger_head_not_truncated;
