package io.waybill.provider.panel;

import io.waybill.provider.CatalogRow;
import io.waybill.provider.ProviderException;
import io.waybill.provider.http.ProviderJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Reads {@code {"ok":true,"currency":"BDT","products":[...]}} token by token: one row is in memory at a time, besides
 * the ids seen. A bad row is passed on as skipped; what can't be a catalog as a whole ends the reading.
 */
final class PanelCatalog {
    private final Consumer<CatalogRow> rows;
    private final int maxRows;
    private final Set<String> seen = new HashSet<>();
    private int count;
    private @Nullable Boolean ok;
    private @Nullable String error;
    private @Nullable String currency;
    private boolean listed;

    PanelCatalog(Consumer<CatalogRow> rows, int maxRows) {
        this.rows = rows;
        this.maxRows = maxRows;
    }

    void read(InputStream body) throws ProviderException, IOException {
        try (JsonParser json = ProviderJson.CATALOG.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProviderException("GET /products answered no JSON object.");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                field(name, json.nextToken(), json);
            }
            if (json.nextToken() != null) {
                throw new ProviderException("GET /products answered more than one JSON object.");
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new ProviderException(
                    "GET /products answered JSON that breaks off or is broken, after " + count + " rows.", e);
        }
        if (!Boolean.TRUE.equals(ok)) {
            throw new ProviderException(
                    "GET /products answered no ok:true" + (error == null ? "." : ", but " + error + "."));
        }
        if (!listed) {
            throw new ProviderException("GET /products answered no list of products.");
        }
    }

    private void field(String name, JsonToken token, JsonParser json) throws ProviderException {
        switch (name) {
            case "ok" -> ok = token == JsonToken.VALUE_TRUE;
            case "error" -> error = token == JsonToken.VALUE_STRING ? word(json.getString()) : null;
            case "currency" -> currency = token == JsonToken.VALUE_STRING ? json.getString() : null;
            case "products" -> products(token, json);
            default -> json.skipChildren();
        }
        if (name.equals("ok") || name.equals("error") || name.equals("currency")) {
            json.skipChildren();
        }
    }

    private void products(JsonToken token, JsonParser json) throws ProviderException {
        if (token != JsonToken.START_ARRAY || listed) {
            throw new ProviderException("GET /products answered no single list of products.");
        }
        listed = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (++count > maxRows) {
                throw new ProviderException("GET /products answered more than " + maxRows + " rows.");
            }
            CatalogRow row = PanelRow.read(json, currency);
            boolean twice = row instanceof CatalogRow.Offer && !seen.add(row.externalId());
            rows.accept(
                    twice ? new CatalogRow.Skipped(row.externalId(), "the same item_id was in the list before") : row);
        }
    }

    private static @Nullable String word(String text) {
        return text.matches("[a-z][a-z0-9_]{0,63}") ? text : null;
    }
}
