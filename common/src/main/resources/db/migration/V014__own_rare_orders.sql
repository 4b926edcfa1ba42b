-- A reseller lists its own orders by what is rare: what is held, failed, canceled or delivered in part. Without an index
-- of its own, a reseller that has none of them reads all its orders to learn so, however many others have. The usual
-- order never enters this one, and one that does is entered twice at most.
create index orders_of_account_by_rare_status on orders (account_id, mode, status, id desc)
  where status in ('on_hold', 'partial', 'failed', 'canceled');
