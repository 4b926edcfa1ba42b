package io.waybill.provider.smm;

import io.waybill.provider.CatalogRow;
import io.waybill.provider.ProviderException;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.ProviderJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Reads the list of services token by token: one row is in memory at a time, besides the ids seen. A bad row is passed
 * on as skipped; what can't be a list as a whole ends the reading.
 */
final class SmmCatalog {
    private static final int LONGEST_ERROR = 200;

    private final Consumer<CatalogRow> rows;
    private final String currency;
    private final int maxRows;
    private final String key;
    private final Set<String> seen = new HashSet<>();
    private int count;

    /** @param key shown in no message */
    SmmCatalog(Consumer<CatalogRow> rows, String currency, int maxRows, String key) {
        this.rows = rows;
        this.currency = currency;
        this.maxRows = maxRows;
        this.key = key;
    }

    void read(InputStream body) throws ProviderException, IOException {
        try (JsonParser json = ProviderJson.CATALOG.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new ProviderException("The action services answered no list" + error(json) + ".");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                row(json);
            }
            if (json.nextToken() != null) {
                throw new ProviderException("The action services answered more than one list.");
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new ProviderException(
                    "The action services answered JSON that breaks off or is broken, after " + count + " rows.", e);
        }
    }

    private void row(JsonParser json) throws ProviderException {
        if (++count > maxRows) {
            throw new ProviderException("The action services answered more than " + maxRows + " rows.");
        }
        CatalogRow row = SmmService.read(json, currency);
        boolean twice = row instanceof CatalogRow.Offer && !seen.add(row.externalId());
        rows.accept(twice ? new CatalogRow.Skipped(row.externalId(), "the same service was in the list before") : row);
    }

    /** What a panel says instead of a list. */
    private String error(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return "";
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("error")) {
                String text = json.getString();
                return ", but "
                        + Evidence.clean(text.substring(0, Math.min(text.length(), LONGEST_ERROR))
                                .replace(key, "***"));
            }
            json.skipChildren();
        }
        return "";
    }
}
