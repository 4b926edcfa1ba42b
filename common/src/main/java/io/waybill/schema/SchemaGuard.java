package io.waybill.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.dao.DataAccessException;

/**
 * Keeps a worker from running on a schema that is older than the migrations it was built with; a newer one is fine, as
 * migrations only add what older workers don't miss. The api-service migrates: the guard waits for it a bounded time.
 * Thread-safe.
 */
public final class SchemaGuard implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SchemaGuard.class);
    private static final String MIGRATIONS = "classpath*:db/migration/V*__*.sql";
    private static final Pattern FILE_NAME = Pattern.compile("V(\\d+)__.*\\.sql");

    private final JdbcSchema schema;
    private final SchemaSettings settings;
    private volatile boolean passed;

    SchemaGuard(JdbcSchema schema, SchemaSettings settings) {
        this.schema = schema;
        this.settings = settings;
    }

    /**
     * Returns once the schema is new enough.
     *
     * @throws SchemaException if it still is not when the time is over
     */
    public void await() {
        int needed = newestMigration();
        long start = System.nanoTime();
        boolean told = false;
        while (true) {
            Found found = find();
            if (found.version() >= needed) {
                return;
            }
            if (System.nanoTime() - start >= settings.waitFor().toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new SchemaException(found.words() + ", this program needs version " + needed
                        + ": start the api-service of this release, it migrates the database.");
            }
            if (!told) {
                log.atInfo()
                        .addKeyValue("needed", needed)
                        .log(found.words() + ": waiting for the api-service to migrate");
                told = true;
            }
            LockSupport.parkNanos(settings.poll().toNanos());
        }
    }

    @Override
    public void start() {
        await();
        passed = true;
    }

    @Override
    public void stop() {
        passed = false;
    }

    @Override
    public boolean isRunning() {
        return passed;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private Found find() {
        try {
            int version = schema.appliedVersion();
            return new Found(
                    version, version == 0 ? "The database has no schema" : "The database schema is version " + version);
        } catch (DataAccessException e) {
            return new Found(
                    -1,
                    "The database does not answer (" + e.getMostSpecificCause().getMessage() + ")");
        }
    }

    private static int newestMigration() {
        try {
            Resource[] files = new PathMatchingResourcePatternResolver(SchemaGuard.class.getClassLoader())
                    .getResources(MIGRATIONS);
            return Stream.of(files)
                    .map(file -> FILE_NAME.matcher(Objects.requireNonNullElse(file.getFilename(), "")))
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElseThrow(() -> new IllegalStateException("no migration on the class path at " + MIGRATIONS));
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations on the class path can't be listed", e);
        }
    }

    private record Found(int version, String words) {}
}
