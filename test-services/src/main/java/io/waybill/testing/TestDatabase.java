package io.waybill.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A database that one test, or one test class, has for itself. Closing it drops it; one that is not closed is gone when
 * the JVM ends. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    private final Databases databases;
    private final String name;
    private final String jdbcUrl;
    private final String username;
    private final String password;
    private final Once<HikariDataSource> pool = new Once<>(this::openPool);

    TestDatabase(Databases databases, String name, String jdbcUrl, String username, String password) {
        this.databases = databases;
        this.name = name;
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
    }

    /** The address, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** The owner of the database. */
    public String username() {
        return username;
    }

    /** The password of the owner. */
    public String password() {
        return password;
    }

    /** A pool of up to 16 connections, opened as they are needed; the same one at each call. */
    public DataSource dataSource() {
        return pool.get();
    }

    /** Address, user and password as {@code spring.datasource.*}. */
    public Map<String, String> springProperties() {
        return Map.of(
                "spring.datasource.url", jdbcUrl,
                "spring.datasource.username", username,
                "spring.datasource.password", password);
    }

    /** Drops the database; connections that are still open break. */
    @Override
    public void close() {
        pool.ifMade(HikariDataSource::close);
        databases.drop(name);
    }

    private HikariDataSource openPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(username);
        config.setPassword(password);
        config.setPoolName(name);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
