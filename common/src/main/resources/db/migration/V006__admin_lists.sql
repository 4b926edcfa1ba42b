-- Admins page through what was refused and what was done, by any filter: each filter has an index in the order of the
-- list, so that a page is read from where it begins and not searched for.

-- Refusals are listed by their time: several instances write them, each a moment later, so ids are out of order. A list
-- merges one range for each error code. Which index it reads must not be left to estimates: where one account makes up
-- most of the rows, any other index looks as good as its own, and is read in vain. So all but the last are only for whoever
-- says what every row is: http_status >= 400, or http_status <= 599.
drop index rejected_request_of_account;
create index rejected_request_by_error on rejected_request (error, at desc, id desc)
  where http_status >= 400;
create index rejected_request_of_account on rejected_request (account_id, error, at desc, id desc)
  where account_id is not null and http_status <= 599;
create index rejected_request_of_item on rejected_request (item_id, error, at desc, id desc)
  where item_id is not null and http_status <= 599;
create index rejected_request_of_account_and_item on rejected_request (account_id, item_id, error, at desc, id desc)
  where account_id is not null and item_id is not null;

-- The audit log is listed by its number, which grows with its time.
drop index audit_entry_of_subject;
create index audit_entry_of_subject on audit_entry (subject, seq desc);
create index audit_entry_by_action on audit_entry (action, seq desc);
create index audit_entry_of_account on audit_entry (split_part(actor, '/', 1), seq desc);
create index audit_entry_of_account_by_action on audit_entry (split_part(actor, '/', 1), action, seq desc);
create index audit_entry_of_actor on audit_entry (actor, seq desc);
create index audit_entry_by_time on audit_entry (at);

create index account_admins on account (id) where role = 'admin';

-- A key in use is updated once a minute: room on its page keeps that update off the indexes.
alter table api_key set (fillfactor = 80);
comment on column api_key.last_used_at is 'To about a minute; null = never used.';
comment on column exchange_rate.set_by is 'Who set it: as the audit log names its actor.';
