package io.waybill.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one database: {@code data} is PostgreSQL's own, and beside it lie the password, the server's log and a
 * lock that this process holds for as long as it uses the folder.
 */
final class DataFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);

    /** Closing any channel of a file drops this process's lock on it: a second start here must not even open it. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** Takes the folder for this process; refused while another start, here or in another process, has it. */
    static DataFolder lock(Path folder) {
        Path real = realPath(Folders.createPrivate(folder));
        if (!HELD_HERE.add(real)) {
            throw inUse(real, "this process");
        }
        try {
            FileChannel lockFile = FileChannel.open(real.resolve("lock"), CREATE, READ, WRITE);
            if (lockFile.tryLock() == null) {
                String holder = Files.readString(real.resolve("lock")).strip();
                lockFile.close();
                throw inUse(real, "process " + holder);
            }
            lockFile.truncate(0);
            lockFile.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())));
            return new DataFolder(real, lockFile);
        } catch (IOException e) {
            HELD_HERE.remove(real);
            throw new UncheckedIOException("Cannot lock the folder " + real, e);
        } catch (RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    /** Takes the temporary folders whose owners ended without deleting them. */
    static List<DataFolder> lockAbandoned(String prefix) {
        List<DataFolder> abandoned = new ArrayList<>();
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path folder : folders) {
                if (isAbandoned(folder)) {
                    abandoned.add(lock(folder));
                }
            }
        } catch (IOException | RuntimeException e) {
            // Clearing up after others is a courtesy: another process may be at it, or the folder be somebody else's.
            log.atDebug().setCause(e).log("temporary folders could not be cleared away");
        }
        return abandoned;
    }

    /** The owner's process id stands in the lock; a folder just made has none yet. */
    private static boolean isAbandoned(Path folder) throws IOException {
        Path lock = folder.resolve("lock");
        if (!Files.isReadable(lock)) {
            return false;
        }
        String owner = Files.readString(lock).strip();
        return !owner.isEmpty() && ProcessHandle.of(Long.parseLong(owner)).isEmpty();
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("postgresql.log");
    }

    /** The password of both roles, made at the first start. */
    String password() {
        Path file = folder.resolve("password");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the database's password from " + file, e);
        }
        if (Files.exists(data())) {
            throw new IllegalStateException(
                    "The database in " + folder + " has lost its password: " + file + " is missing. Put it back.");
        }
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Folders.writePrivate(file, password);
        return password;
    }

    /** Makes {@code data} if there is none: beside its place, renamed at the end, so that it is whole or not there. */
    void initialise(PostgresBinaries binaries, boolean durable) {
        if (Files.exists(data())) {
            return;
        }
        password();
        deleteUnfinished();
        try {
            Path unfinished = Files.createTempDirectory(folder, "unfinished-");
            Commands.Ended initdb = Commands.run(
                    INITDB_LIMIT,
                    binaries.command(
                            "initdb",
                            "--pgdata=" + unfinished,
                            "--username=" + Postmaster.SUPERUSER,
                            "--pwfile=" + folder.resolve("password"),
                            "--auth=scram-sha-256",
                            durable ? "--sync-method=fsync" : "--no-sync",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8"));
            if (!initdb.well()) {
                throw new IllegalStateException("Cannot create a database in " + folder + ":\n" + initdb.output());
            }
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a database in " + folder, e);
        }
    }

    void delete() {
        Folders.deleteAll(folder);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the lock of " + folder, e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }

    private void deleteUnfinished() {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, "unfinished-*")) {
            unfinished.forEach(Folders::deleteAll);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the folder " + folder, e);
        }
    }

    private static IllegalStateException inUse(Path folder, String holder) {
        return new IllegalStateException("The database in " + folder + " is already in use by " + holder
                + ". Stop that first, or use another folder.");
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot find the folder " + folder, e);
        }
    }
}
