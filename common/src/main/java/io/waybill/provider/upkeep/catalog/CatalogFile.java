package io.waybill.provider.upkeep.catalog;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.ProviderAccount;
import io.waybill.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A catalog on its way: the rows that can be sold, in a temporary file as PostgreSQL's {@code COPY} reads it, and the
 * reasons why the others can't. For one thread; closing it deletes the file.
 */
final class CatalogFile implements Consumer<CatalogRow>, AutoCloseable {
    /** The columns of the file, in their order. */
    static final String COLUMNS = "external_id, slug, name, product_name, category, description, price, per_usd,"
            + " cost_micros, unit, min_quantity, max_quantity, fields, in_stock";

    /** As many reasons are kept. */
    static final int MAX_SKIPS_SHOWN = 100;

    private static final int MAX_SLUG = 100;
    private static final int MICRO_DIGITS = 6;
    private static final BigDecimal HIGHEST_COST_USD = BigDecimal.valueOf(1_000_000_000);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProviderAccount account;
    private final Map<String, BigDecimal> rates;
    private final Spool.Source spools;
    private final MessageDigest rowsRead = sha256();
    private final MessageDigest rowsSkipped = sha256();
    private final StringBuilder line = new StringBuilder();
    private final List<CatalogRun.Skip> skips = new ArrayList<>();
    private @Nullable Spool spool;
    private int rows;
    private int skipped;

    /** @param rates units of a currency per US dollar */
    CatalogFile(ProviderAccount account, Map<String, BigDecimal> rates, Spool.Source spools) {
        this.account = account;
        this.rates = rates;
        this.spools = spools;
    }

    @Override
    public void accept(CatalogRow row) {
        switch (row) {
            case CatalogRow.Offer offer -> accept(offer);
            case CatalogRow.Skipped bad -> skip(bad.externalId(), bad.reason());
        }
    }

    private void accept(CatalogRow.Offer offer) {
        BigDecimal perUsd = rates.get(offer.currency());
        if (perUsd == null) {
            skip(offer.externalId(), "no exchange rate for " + offer.currency());
            return;
        }
        BigDecimal cost = offer.price().divide(perUsd, MICRO_DIGITS, RoundingMode.CEILING);
        if (cost.compareTo(HIGHEST_COST_USD) > 0) {
            skip(offer.externalId(), "costs more than " + HIGHEST_COST_USD + " USD");
            return;
        }
        // A service whose pieces are said in the checkout is one purchase, however many they are.
        boolean piecesInCheckout = offer.fields().stream().anyMatch(CatalogFile::saysPieces);
        int max = piecesInCheckout ? offer.maxQuantity() : Math.min(offer.maxQuantity(), account.maxQuantity());
        if (offer.minQuantity() > max) {
            skip(offer.externalId(), "sold from " + offer.minQuantity() + " pieces on, bought here at most " + max);
            return;
        }
        write(offer, perUsd, cost.unscaledValue().longValueExact(), max);
    }

    private static boolean saysPieces(CheckoutField field) {
        return field.name().equals("smm_quantity");
    }

    private void write(CatalogRow.Offer offer, BigDecimal perUsd, long costMicros, int maxQuantity) {
        line.setLength(0);
        text(offer.externalId());
        line.append("p")
                .append(account.id())
                .append('-')
                .append(slugWords(offer))
                .append('\t');
        text(offer.name());
        text(offer.productName());
        text(offer.category());
        text(offer.description());
        line.append(offer.price().toPlainString()).append('\t');
        line.append(perUsd.toPlainString()).append('\t');
        line.append(costMicros).append('\t');
        line.append(offer.unit()).append('\t');
        line.append(offer.minQuantity()).append('\t');
        line.append(maxQuantity).append('\t');
        text(offer.fields().isEmpty() ? "[]" : JSON.writeValueAsString(offer.fields()));
        line.append(offer.inStock() ? "t" : "f").append('\n');
        // Half a surrogate pair becomes a question mark, where a writer might fail.
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        rowsRead.update(bytes);
        try {
            spool().write(bytes, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        rows++;
    }

    private Spool spool() throws IOException {
        Spool open = spool;
        if (open == null) {
            open = spools.open();
            spool = open;
        }
        return open;
    }

    /** A value in the text format of {@code COPY}, with its end; a NUL, which PostgreSQL can't keep, is left out. */
    private void text(String value) {
        int plainFrom = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\u0000' || c == '\\' || c == '\t' || c == '\n' || c == '\r') {
                line.append(value, plainFrom, i).append(escaped(c));
                plainFrom = i + 1;
            }
        }
        line.append(value, plainFrom, value.length()).append('\t');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "";
        };
    }

    /** Letters and digits of ASCII in lower case, each run of others a hyphen; cut so that the prefix has room. */
    private String slugWords(CatalogRow.Offer offer) {
        String said = (offer.slug().isBlank() ? offer.externalId() : offer.slug()).toLowerCase(Locale.ROOT);
        StringBuilder words = new StringBuilder(said.length());
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                words.append(c);
            } else if (!words.isEmpty() && words.charAt(words.length() - 1) != '-') {
                words.append('-');
            }
        }
        if (!words.isEmpty() && words.charAt(words.length() - 1) == '-') {
            words.setLength(words.length() - 1);
        }
        int room = MAX_SLUG - "p-".length() - Long.toString(account.id()).length();
        return words.isEmpty() ? "item" : words.substring(0, Math.min(words.length(), room));
    }

    private void skip(String externalId, String reason) {
        skipped++;
        rowsSkipped.update((externalId + "\t" + reason + "\n").getBytes(StandardCharsets.UTF_8));
        if (skips.size() < MAX_SKIPS_SHOWN) {
            skips.add(new CatalogRun.Skip(externalId, reason));
        }
    }

    /** All rows are in. */
    void complete() {
        try {
            if (spool != null) {
                spool.complete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** SHA-256 of all that was read, skipped rows and the rates of the others included; asked once. */
    byte[] hash() {
        MessageDigest both = sha256();
        both.update(rowsRead.digest());
        return both.digest(rowsSkipped.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    InputStream open() throws IOException {
        return spool().open();
    }

    ProviderAccount account() {
        return account;
    }

    int rows() {
        return rows;
    }

    int skipped() {
        return skipped;
    }

    List<CatalogRun.Skip> skips() {
        return skips;
    }

    @Override
    public void close() throws IOException {
        if (spool != null) {
            spool.close();
        }
    }
}
