package io.waybill.standalone.data;

import io.waybill.standalone.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The {@link Secrets} on the disk, readable by their owner only. For one thread. */
public final class SecretsFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int MASTER_KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 12;
    private static final int PROVIDER_KEY_BYTES = 16;

    private final Path file;
    private Secrets secrets;
    private @Nullable String masterKeyElsewhere;

    private SecretsFile(Path file, Secrets secrets) {
        this.file = file;
        this.secrets = secrets;
    }

    /** Reads the file; makes one for a folder that has no store yet. */
    static SecretsFile open(Path file, boolean storeExists) {
        if (Files.exists(file)) {
            return new SecretsFile(file, read(file));
        }
        if (storeExists) {
            throw new CannotStart(
                    "The secrets of the store in " + file.getParent() + " are gone: put " + file.getFileName()
                            + " back, or delete the folder to begin anew.",
                    null);
        }
        SecretsFile fresh = new SecretsFile(file, generate());
        fresh.write();
        return fresh;
    }

    /** The same, but for a store that has its master key elsewhere; the one in the file is nobody's then. */
    SecretsFile under(String masterKey) {
        masterKeyElsewhere = masterKey;
        return this;
    }

    /** As they are now. */
    public Secrets secrets() {
        return masterKeyElsewhere == null ? secrets : secrets.withMasterKey(masterKeyElsewhere);
    }

    /** Remembers the demo reseller's key; on the disk when this returns. */
    public void keepApiKey(String made) {
        secrets = secrets.withApiKey(made);
        write();
    }

    /** Remembers the admin's key; on the disk when this returns. */
    public void keepAdminKey(String made) {
        secrets = secrets.withAdminKey(made);
        write();
    }

    private void write() {
        PrivateFiles.replace(file, JSON.writeValueAsBytes(secrets));
    }

    private static Secrets read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), Secrets.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (JacksonException e) {
            // Not the cause: its message may quote what the file holds.
            throw new CannotStart(
                    file + " can't be read as secrets, at " + e.getLocation().offsetDescription() + ".", null);
        }
    }

    private static Secrets generate() {
        SecureRandom random = new SecureRandom();
        return new Secrets(
                Base64.getEncoder().encodeToString(bytes(random, MASTER_KEY_BYTES)),
                "sim_" + HexFormat.of().formatHex(bytes(random, PROVIDER_KEY_BYTES)),
                "sim_" + HexFormat.of().formatHex(bytes(random, PROVIDER_KEY_BYTES)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, PASSWORD_BYTES)),
                null,
                null);
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
