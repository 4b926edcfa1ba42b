-- What became of orders that a provider works on, requests to call them off, and a guard on prices.

-- ----------------------------------------------------------------------------------------------- catalog

alter table item
  add column sell_below_cost  boolean not null default false,
  add column complete_within  interval,
  add constraint item_complete_within_is_bounded
    check (complete_within between interval '1 second' and interval '366 days');
comment on column item.sell_below_cost is
  'true: bought even if it costs more at the provider than the order was charged; false: such an order is held, price_changed.';
comment on column item.complete_within is
  'How long an accepted order may take at a provider that can''t be asked, until it is held for a person; null = the sync worker''s setting.';

-- ------------------------------------------------------------------------------------------------ orders

create table followed_order (
  order_id       bigint      not null,
  provider_id    bigint      not null,
  attempt_id     bigint      not null,
  since          timestamptz not null,
  due_at         timestamptz not null default now(),
  asked          integer     not null default 0,
  asked_at       timestamptz,
  unclear_since  timestamptz,
  constraint followed_order_pk primary key (order_id),
  constraint followed_order_order_fk foreign key (order_id) references orders (id),
  constraint followed_order_provider_fk foreign key (provider_id) references provider (id),
  constraint followed_order_attempt_fk foreign key (attempt_id) references attempt (id),
  constraint followed_order_asked_is_not_negative check (asked >= 0),
  constraint followed_order_asked_has_a_time check ((asked > 0) = (asked_at is not null))
) with (fillfactor = 70);
create index followed_order_due on followed_order (provider_id, due_at);
comment on table followed_order is
  'Orders that a provider with the capability status works on: when it is asked next what became of them. Gone once they are final.';
comment on column followed_order.since is 'When the provider accepted it: the older, the rarer it is asked.';
comment on column followed_order.unclear_since is
  'Since when the provider has not known it, or contradicted itself; null: the last answer was clear.';

create table cancel_request (
  order_id      bigint      not null,
  provider_id   bigint      not null,
  state         text        not null default 'waiting',
  requested_at  timestamptz not null default now(),
  due_at        timestamptz not null default now(),
  sends         integer     not null default 0,
  answer        text,
  answered_at   timestamptz,
  constraint cancel_request_pk primary key (order_id),
  constraint cancel_request_order_fk foreign key (order_id) references orders (id),
  constraint cancel_request_provider_fk foreign key (provider_id) references provider (id),
  constraint cancel_request_state_is_known check (state in ('waiting', 'taken', 'refused', 'confirmed', 'void')),
  constraint cancel_request_sends_are_not_negative check (sends >= 0),
  constraint cancel_request_answer_has_a_time check (answer is null or answered_at is not null)
) with (fillfactor = 80);
create index cancel_request_open on cancel_request (provider_id, due_at) where state in ('waiting', 'taken');
comment on table cancel_request is
  'The reseller''s wish to call off an order that a provider has: refunded only when the provider confirms. One for each order.';
comment on column cancel_request.state is
  'waiting to be sent; taken by the provider; refused by it; confirmed: the order is canceled; void: the order ended otherwise.';
comment on column cancel_request.sends is 'How often it was sent: the same request again changes nothing.';

create index orders_in_progress on orders (provider_id, id) where status = 'in_progress';
create index attempt_unknown_by_provider on attempt (provider_id, id) where state = 'unknown';
