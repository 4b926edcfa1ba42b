-- What every order pays for at its arrival: fewer look-ups and fewer entries of indexes, for the same guarantees.

-- Orders are only ever written by one statement, for the account whose key was used and its locked wallet; their events
-- and transfers by the statement that changes order or wallet; a reorder while its first order is locked. A foreign key
-- would look up, lock and log once more, for each row, what that very transaction holds. What could orphan rows is
-- refused at its root, and the checks order_wallet, order_events, transfer_order and ledger_balances prove the rest.
alter table orders
  drop constraint orders_account_fk,
  drop constraint orders_wallet_fk,
  drop constraint orders_reorder_of_fk;
alter table order_event drop constraint order_event_order_fk;
alter table transfer drop constraint transfer_wallet_fk;

create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never removed, nor get another id: others tell of them', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger orders_stay before delete or truncate or update of id on orders execute function refuse_removal();
create trigger wallet_stays before delete or truncate or update of id on wallet execute function refuse_removal();

-- A wallet's updates stay on its page, and off its indexes, for ten times as long while nothing may be cleared away.
alter table wallet set (fillfactor = 10);
comment on table wallet is
  'One row is updated at every peak order: nearly empty pages keep those updates heap-only, however long a snapshot is held.';

-- A charge enters one index of its order instead of two, a sale likewise.
drop index transfer_one_charge_per_order;
drop index transfer_one_sale_per_order;
drop index transfer_of_order;
create unique index transfer_one_charge_and_one_sale_per_order
  on transfer (order_id, kind, (case when kind in ('charge', 'sale') then 0 else id end))
  where order_id is not null;

alter table check_state add column behind boolean not null default false;
comment on column check_state.behind is 'Whether the newest run left changes to the next, which then follows soon.';
