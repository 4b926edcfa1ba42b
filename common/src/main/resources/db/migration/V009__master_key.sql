-- A service that runs under another master key than the store's must not start.

alter table settings
  add column master_key_check bytea,
  add constraint settings_master_key_check_is_a_sha256 check (length(master_key_check) = 32);
comment on column settings.master_key_check is
  'A keyed hash that only the store''s master key gives; null until the first start. Says nothing about the key itself.';
