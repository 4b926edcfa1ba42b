package io.waybill.local;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked once per user and version from the class path into a private cache folder. Any
 * number of processes may unpack at once: each unpacks beside the final place and the first to rename wins.
 */
record PostgresBinaries(Path folder) {

    /** A command that runs one of the programs. PostgreSQL refuses root, so root becomes nobody in a user namespace. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    static PostgresBinaries unpacked() {
        byte[] archive = archive();
        Path cache = cacheFolder();
        Path folder = cache.resolve("postgres-" + fingerprint(archive));
        if (!Files.isDirectory(folder)) {
            unpack(archive, cache, folder);
        }
        return new PostgresBinaries(folder);
    }

    private static Path cacheFolder() {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.isWritable(home)
                ? Folders.createPrivate(home.resolve(".cache").resolve("waybill"))
                : Folders.createPrivate(
                        Path.of(System.getProperty("java.io.tmpdir"), "waybill-" + System.getProperty("user.name")));
    }

    private static byte[] archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture)) {
            return archive.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the programs of PostgreSQL for " + system + " " + architecture, e);
        }
    }

    private static String fingerprint(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void unpack(byte[] archive, Path cache, Path folder) {
        try {
            Path beside = Files.createTempDirectory(cache, "unpacking-");
            try (TarArchiveInputStream entries =
                    new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
                for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    write(entry, entries, beside);
                }
            }
            renameUnlessThere(beside, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL into " + cache, e);
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("The archive of PostgreSQL reaches out of its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = Objects.requireNonNull(path.getParent());
        Files.createDirectories(parent);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(folder.resolve(entry.getLinkName()).normalize(), path, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            Files.copy(content, path);
            if (parent.endsWith("bin") && !path.toFile().setExecutable(true)) {
                throw new IOException("Cannot make executable: " + path);
            }
        }
    }

    private static void renameUnlessThere(Path beside, Path folder) throws IOException {
        try {
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.deleteAll(beside);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }
}
