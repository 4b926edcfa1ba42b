-- What every order pays for at its arrival: fewer look-ups and fewer entries of indexes, for the same guarantees.

-- An order's wallet, account and mode belong together. One look-up proves it, where two proved less.
alter table wallet
  add constraint wallet_is_of_its_account unique (id, account_id, mode);
alter table orders
  drop constraint orders_account_fk,
  drop constraint orders_wallet_fk,
  add constraint orders_wallet_fk foreign key (wallet_id, account_id, mode) references wallet (id, account_id, mode);

-- Events and transfers are only ever written by the statement that changes their order, or their wallet: a foreign key
-- would look up, lock and log once more, for each row, what that statement has just written. What could orphan them is
-- refused at its root.
alter table order_event drop constraint order_event_order_fk;
alter table transfer drop constraint transfer_wallet_fk;

create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never removed: others tell of them', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger orders_stay before delete or truncate on orders execute function refuse_removal();
create trigger wallet_stays before delete or truncate on wallet execute function refuse_removal();

-- A charge enters one index of its order instead of two, a sale likewise.
drop index transfer_one_charge_per_order;
drop index transfer_one_sale_per_order;
drop index transfer_of_order;
create unique index transfer_one_charge_and_one_sale_per_order
  on transfer (order_id, kind, (case when kind in ('charge', 'sale') then 0 else id end))
  where order_id is not null;
