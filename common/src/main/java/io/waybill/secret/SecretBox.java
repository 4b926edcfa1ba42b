package io.waybill.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals codes and credentials with AES-256-GCM, each under a fresh 96-bit nonce and bound to a context, so that a row
 * copied into another row doesn't open; and makes keyed fingerprints (HMAC-SHA-256) by which equal codes are recognised
 * without being readable. Both keys are derived from the one master key by HKDF (RFC 5869). Thread-safe.
 */
public final class SecretBox {
    private static final int MASTER_KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey sealingKey;
    private final SecretKey fingerprintKey;
    private final SecureRandom random = new SecureRandom();

    private SecretBox(SecretKey sealingKey, SecretKey fingerprintKey) {
        this.sealingKey = sealingKey;
        this.fingerprintKey = fingerprintKey;
    }

    /**
     * @param masterKey 32 bytes in base64, as in {@code WAYBILL_SECRET_KEY}
     * @throws SecretException if it is anything else; the message doesn't repeat it
     */
    public static SecretBox of(String masterKey) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(masterKey.strip());
        } catch (IllegalArgumentException _) {
            throw new SecretException("WAYBILL_SECRET_KEY is not base64: make one with `openssl rand -base64 32`.");
        }
        if (bytes.length != MASTER_KEY_BYTES) {
            throw new SecretException("WAYBILL_SECRET_KEY holds " + bytes.length
                    + " bytes instead of 32: make one with `openssl rand -base64 32`.");
        }
        SecretKey master = new SecretKeySpec(bytes, "HKDF");
        return new SecretBox(
                derive(master, "waybill sealing", "AES"), derive(master, "waybill fingerprint", "HmacSHA256"));
    }

    /** @param context what the secret belongs to, e.g. {@code provider:7}; needed again to open it */
    public Sealed seal(String secret, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
            byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return Sealed.ofBytes(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** @throws SecretException if it was sealed under another key or for another context, or was damaged */
    public String open(Sealed sealed, String context) {
        byte[] bytes = sealed.toBytes();
        if (bytes.length <= NONCE_BYTES) {
            throw new SecretException("The secret of " + context + " is damaged: too short.");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, ByteBuffer.wrap(bytes, 0, NONCE_BYTES), context);
            return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException _) {
            throw new SecretException(
                    "The secret of " + context
                            + " doesn't open: it was sealed under another WAYBILL_SECRET_KEY, moved from another row, or damaged.");
        }
    }

    /** The same 32 bytes for the same text, and without the master key nobody can tell which text. */
    public byte[] fingerprint(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(fingerprintKey);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        return cipher(mode, ByteBuffer.wrap(nonce), context);
    }

    private Cipher cipher(int mode, ByteBuffer nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_BITS, nonce.array(), nonce.arrayOffset(), NONCE_BYTES));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey derive(SecretKey master, String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(master)
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), MASTER_KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA-256 is not available", e);
        }
    }
}
