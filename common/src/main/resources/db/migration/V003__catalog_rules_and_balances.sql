-- Rules for imported prices, the diff of each import, and the history of what providers answered.

-- --------------------------------------------------------------------------------------------- providers

alter table provider
  add column price_step_micros   bigint        not null default 1,
  add column price_rise_percent  numeric(7, 2) default 50,
  add column low_balance         numeric(20, 6),
  add column low_since           timestamptz,
  add constraint provider_price_step_is_bounded check (price_step_micros between 1 and 1000000000),
  add constraint provider_price_rise_is_not_negative check (price_rise_percent >= 0),
  add constraint provider_low_balance_is_not_negative check (low_balance >= 0);
comment on column provider.price_step_micros is 'Selling prices of imported items are rounded up to a multiple of it.';
comment on column provider.price_rise_percent is
  'The highest rise of an item''s cost in one import that is taken over by itself, more waits for a person; null = no limit.';
comment on column provider.low_balance is 'A balance below it is told as balance_low, in balance_currency; null = no threshold.';
comment on column provider.low_since is 'Since when the balance has been below low_balance; null: it is not.';

create table provider_balance (
  id           bigint        generated always as identity,
  provider_id  bigint        not null,
  at           timestamptz   not null default clock_timestamp(),
  balance      numeric(20,6) not null,
  currency     text          not null,
  constraint provider_balance_pk primary key (id),
  constraint provider_balance_provider_fk foreign key (provider_id) references provider (id) on delete cascade
);
create index provider_balance_newest on provider_balance (provider_id, id desc);
comment on table provider_balance is
  'What each provider answered about our balance: a row when the answer differs from the one before; the newest, up to a bound that the import side keeps.';

create table provider_event (
  id           bigint      generated always as identity,
  provider_id  bigint      not null,
  at           timestamptz not null default clock_timestamp(),
  kind         text        not null,
  note         text        not null,
  constraint provider_event_pk primary key (id),
  constraint provider_event_provider_fk foreign key (provider_id) references provider (id) on delete cascade,
  constraint provider_event_kind_is_known check (kind in
    ('balance_low', 'balance_recovered', 'failing', 'recovered', 'catalog_failed', 'catalog_recovered', 'price_changed'))
);
create index provider_event_newest on provider_event (provider_id, id desc);
comment on table provider_event is
  'What changed about a provider, each told on waybill.provider-events too; the newest, up to a bound. Never updated.';
comment on column provider_event.note is 'What happened, in words for an admin: never a secret.';

-- ----------------------------------------------------------------------------------------------- catalog

alter table item
  add column own_price             boolean     not null default false,
  add column pending_cost_micros   bigint,
  add column pending_price_micros  bigint,
  add column pending_since         timestamptz,
  add constraint item_pending_is_whole check (
    (pending_cost_micros is null) = (pending_since is null) and (pending_price_micros is null) = (pending_since is null)),
  add constraint item_pending_cost_is_not_negative check (pending_cost_micros >= 0),
  add constraint item_pending_price_is_positive check (pending_price_micros > 0);
create index item_pending on item (provider_id, id) where pending_since is not null;
comment on column item.own_price is 'The price was set by hand: imports leave it.';
comment on column item.pending_cost_micros is
  'What the provider takes now: a rise that waits for a person, until then cost and price stay. Null: none waits.';
comment on column item.pending_price_micros is 'The selling price that would follow from pending_cost_micros.';

-- Nothing reads items by the time of their change, and an index on it makes each change an entry in every index. Without
-- it, and on half-empty pages, the updates of an import stay heap-only.
drop index item_by_change;
alter table item set (fillfactor = 50);

alter table catalog_run
  add column price_up     integer not null default 0,
  add column price_down   integer not null default 0,
  add column waiting      integer not null default 0,
  add column open_orders  integer not null default 0,
  add column changes      jsonb   not null default '[]',
  add constraint catalog_run_changes_is_a_list check (jsonb_typeof(changes) = 'array');
comment on column catalog_run.price_up is 'Items whose selling price rose; they are among the updated.';
comment on column catalog_run.price_down is 'Items whose selling price fell; they are among the updated.';
comment on column catalog_run.waiting is 'Items whose cost rises so far that a person must decide, those of earlier runs included.';
comment on column catalog_run.open_orders is 'Orders of the removed items that were not final.';
comment on column catalog_run.changes is
  'The first changes: [{external_id, item_id, change, before, after, open_orders}]; before and after are selling prices in micros.';

create table catalog_state (
  provider_id  bigint      not null,
  rows_hash    bytea       not null,
  pricing      text        not null,
  items        bigint      not null,
  versions     numeric     not null,
  merged_at    timestamptz not null default clock_timestamp(),
  constraint catalog_state_pk primary key (provider_id),
  constraint catalog_state_provider_fk foreign key (provider_id) references provider (id) on delete cascade,
  constraint catalog_state_rows_hash_is_a_sha256 check (length(rows_hash) = 32)
) with (fillfactor = 50);
comment on table catalog_state is 'What the newest merge of a catalog was made of: an import that would give the same writes nothing.';
comment on column catalog_state.rows_hash is 'SHA-256 of the catalog''s rows, at the rates of that time, and of the rows that were skipped.';
comment on column catalog_state.pricing is 'The provider''s columns that prices hang on.';
comment on column catalog_state.versions is 'Sum of xmin over the provider''s items as the merge left them: any later write of one makes it another.';
