package io.waybill.provider.upkeep;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.ProviderAccount;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * A catalog on its way: the rows that can be sold, in a temporary file as PostgreSQL's {@code COPY} reads it, and the
 * reasons why the others can't. For one thread; closing it deletes the file.
 */
final class CatalogFile implements Consumer<CatalogRow>, AutoCloseable {
    /** The columns of the file, in their order. */
    static final String COLUMNS = "external_id, slug, name, product_name, category, description, price, per_usd, unit,"
            + " min_quantity, max_quantity, fields, available";

    private static final int MAX_SKIPS_SHOWN = 100;
    private static final int MAX_SLUG = 100;
    private static final BigDecimal HIGHEST_COST_USD = BigDecimal.valueOf(1_000_000_000);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProviderAccount account;
    private final Map<String, BigDecimal> rates;
    private final Path path;
    private final Writer out;
    private final List<CatalogRun.Skip> skips = new ArrayList<>();
    private int rows;
    private int skipped;

    private CatalogFile(ProviderAccount account, Map<String, BigDecimal> rates, Path path, Writer out) {
        this.account = account;
        this.rates = rates;
        this.path = path;
        this.out = out;
    }

    /** @param rates units of a currency per US dollar */
    static CatalogFile create(ProviderAccount account, Map<String, BigDecimal> rates) throws IOException {
        Path path = Files.createTempFile("waybill-catalog-", ".copy");
        try {
            // Unlike Files.newBufferedWriter, this writer replaces half a surrogate pair instead of failing on it.
            Writer out = new BufferedWriter(new OutputStreamWriter(
                    new BufferedOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8));
            return new CatalogFile(account, rates, path, out);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
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
        BigDecimal cost = offer.price().divide(perUsd, 6, RoundingMode.CEILING);
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
        write(offer, perUsd, max);
    }

    private static boolean saysPieces(CheckoutField field) {
        return field.name().equals("smm_quantity");
    }

    private void write(CatalogRow.Offer offer, BigDecimal perUsd, int maxQuantity) {
        List<String> values = List.of(
                offer.externalId(),
                slug(offer),
                offer.name(),
                offer.productName(),
                offer.category(),
                offer.description(),
                offer.price().toPlainString(),
                perUsd.toPlainString(),
                Integer.toString(offer.unit()),
                Integer.toString(offer.minQuantity()),
                Integer.toString(maxQuantity),
                JSON.writeValueAsString(offer.fields()),
                Boolean.toString(offer.inStock()));
        try {
            for (int i = 0; i < values.size(); i++) {
                out.write(i == 0 ? "" : "\t");
                escape(values.get(i));
            }
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows++;
    }

    /** Text format of {@code COPY}; a NUL, which PostgreSQL can't keep, is left out. */
    private void escape(String value) throws IOException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\u0000' -> {}
                case '\\' -> out.write("\\\\");
                case '\t' -> out.write("\\t");
                case '\n' -> out.write("\\n");
                case '\r' -> out.write("\\r");
                default -> out.write(c);
            }
        }
    }

    private String slug(CatalogRow.Offer offer) {
        String said = offer.slug().isBlank() ? offer.externalId() : offer.slug();
        String words =
                said.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String slug = "p" + account.id() + "-" + (words.isEmpty() ? "item" : words);
        return slug.substring(0, Math.min(slug.length(), MAX_SLUG));
    }

    private void skip(String externalId, String reason) {
        skipped++;
        if (skips.size() < MAX_SKIPS_SHOWN) {
            skips.add(new CatalogRun.Skip(externalId, reason));
        }
    }

    /** All rows are in. */
    void complete() throws IOException {
        out.flush();
    }

    InputStream open() throws IOException {
        return Files.newInputStream(path);
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
        try {
            out.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
