package io.waybill.settings;

/** The settings as PostgreSQL has them now; no cache. Thread-safe; takes part in the caller's transaction. */
public interface SettingsStore {
    Settings read();
}
