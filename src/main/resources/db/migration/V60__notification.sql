-- The one way out of the database. A row is written in the transaction of the fact it tells of, and leaves later.
-- Nothing personal in clear: address and text lie in the person store, here are their ids.
create table outbox (
    id              uuid primary key,
    sequence        bigint generated always as identity unique,
    kind            text not null check (kind in ('mail', 'webhook')),
    -- one notification, however often the step that asks for it is repeated
    dedup_key       text not null unique check (length(dedup_key) <= 500),
    -- rows with the same order key leave one after the other, in the order of their sequence
    order_key       text not null check (length(order_key) <= 200),
    case_type       text not null,
    case_reference  text not null,
    template        text,
    language        text,
    recipient       text not null,
    subject         uuid references person_key (subject),
    recipient_data  uuid references person_data (id),
    content_data    uuid references person_data (id),
    message_id      text not null unique,
    state           text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'cancelled')),
    -- also the fencing number of a claim: a sender whose lock ran out can no longer conclude
    attempts        integer not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz not null,
    locked_until    timestamptz,
    give_up_at      timestamptz not null,
    last_error      text check (length(last_error) <= 500),
    created_at      timestamptz not null,
    sent_at         timestamptz,
    check ((state = 'sending') = (locked_until is not null)),
    check ((state = 'sent') = (sent_at is not null))
);

-- What the dispatcher asks for when it is idle touches only what is open, however much was sent.
create index outbox_due on outbox (next_attempt_at, sequence) where state = 'waiting';
create index outbox_locked on outbox (locked_until) where state = 'sending';
create index outbox_order on outbox (order_key, sequence) where state in ('waiting', 'sending');
create index outbox_not_sent on outbox (state, sequence) where state <> 'sent';
create index outbox_case on outbox (case_type, case_reference, sequence);

-- Fixed when queued: what a second copy, an answer or a bounce is recognised by.
create function outbox_keeps_identity() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'rows of the outbox are kept';
    end if;
    if (new.id, new.sequence, new.kind, new.dedup_key, new.order_key, new.case_type, new.case_reference, new.message_id,
            new.created_at)
        is distinct from (old.id, old.sequence, old.kind, old.dedup_key, old.order_key, old.case_type,
            old.case_reference, old.message_id, old.created_at) then
        raise exception 'what identifies a row of the outbox is fixed when it is queued';
    end if;
    return new;
end
$$;

create trigger outbox_keeps_identity before update or delete on outbox
    for each row execute function outbox_keeps_identity();
