-- What an owner decided about imports by hand, so that the next sync keeps to it; and lists of items to decide from.

alter table provider
  add column selection text not null default 'all',
  add constraint provider_selection_is_known check (selection in ('all', 'chosen'));
comment on column provider.selection is
  'all: a sync creates an item of each row that is new in the catalog; chosen: it only follows the items that somebody imported.';

alter table item
  add column own_columns jsonb not null default '[]',
  add constraint item_own_columns_are_known check (own_columns <@
    '["name", "product_name", "category", "description", "fields", "min_quantity", "max_quantity"]'),
  add constraint item_own_columns_is_a_list check (jsonb_typeof(own_columns) = 'array');
comment on column item.own_columns is
  'Names of columns of an imported item that were set by hand: imports leave them, like the price if own_price.';
alter table item
  add column words text not null generated always as
    (lower((name || ' ' || product_name || ' ' || slug || ' ' || coalesce(external_id, '')) collate "pg_c_utf8")) stored;
comment on column item.words is
  'What an admin''s search looks through: all items in one scan, which is cheap because nothing is lowered then.';
create index item_of_our_own on item (id) where source <> 'provider';

create index item_with_own_columns on item (provider_id) where own_columns <> '[]';

alter table catalog_run
  add column selected integer;
comment on column catalog_run.selected is 'How many rows somebody asked for by hand; null = the whole catalog.';
