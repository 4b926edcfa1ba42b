-- Orders as an owner looks at them: across resellers, by whatever, and what to do about those that failed.
--
-- An order is written about four times on its way, and each time anew into every index whose condition it meets. So what
-- is rare is indexed by partial indexes, which cost the usual order nothing.

alter table orders
  add column reorder_of bigint,
  add constraint orders_reorder_of_fk foreign key (reorder_of) references orders (id),
  add constraint orders_never_reorder_themselves check (reorder_of <> id);
create unique index orders_one_reorder_per_order on orders (reorder_of) where reorder_of is not null;
comment on column orders.reorder_of is 'The failed order that an admin placed this one for: newly charged, at the price of its day.';

create index orders_by_item on orders (item_id, created_at desc, id desc);
create index orders_by_provider on orders (provider_id, created_at desc, id desc) where provider_id is not null;
create index orders_by_time on orders (created_at, id);
create index orders_not_completed on orders (status, created_at desc, id desc) where status <> 'completed';
create index orders_by_hold_reason on orders (hold_reason, created_at desc, id desc) where hold_reason is not null;
create index orders_by_failure_code on orders (failure_code, created_at desc, id desc) where failure_code is not null;
create index orders_in_test_mode on orders (created_at desc, id desc) where mode = 'test';
create index orders_without_provider on orders (source, created_at desc, id desc) where source <> 'provider';
create index orders_billed_to_provider on orders (created_at desc, id desc) where billing = 'provider';

-- A reference is found within its account as before, and now without knowing whose it is.
create index orders_by_ref on orders (external_ref, account_id, mode, id desc) where external_ref is not null;
drop index orders_of_account_by_ref;

-- The failure inbox: everything that is listed, filtered and counted is in the index itself.
create index orders_failures on orders (id desc)
  include (status, hold_reason, failure_code, provider_id, item_id, account_id, mode, charged_micros, created_at)
  where status in ('on_hold', 'failed');
drop index orders_held_or_failed;

create index late_success_of_order on late_success (order_id desc, attempt_id desc);
