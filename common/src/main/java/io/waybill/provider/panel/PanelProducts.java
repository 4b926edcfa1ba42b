package io.waybill.provider.panel;

import io.waybill.provider.CatalogAnswer;
import io.waybill.provider.CatalogMark;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.ProviderException;
import io.waybill.provider.http.ProviderJson;
import io.waybill.spool.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one answer to {@code GET /products}, unless it is the one that is known. */
final class PanelProducts {
    private static final int NOT_MODIFIED = 304;

    /**
     * A strong entity tag as RFC 9110 has it, of sane length; anything else is never sent back. A weak one may stay the
     * same while prices change.
     */
    private static final Pattern ETAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{0,200}\"");

    private final @Nullable CatalogMark known;
    private final Consumer<CatalogRow> rows;
    private final int maxRows;

    PanelProducts(@Nullable CatalogMark known, Consumer<CatalogRow> rows, int maxRows) {
        this.known = known;
        this.rows = rows;
        this.maxRows = maxRows;
    }

    CatalogAnswer read(int status, HttpHeaders headers, InputStream body) throws ProviderException, IOException {
        if (status == NOT_MODIFIED && known != null && known.etag() != null) {
            return new CatalogAnswer.Known();
        }
        if (status != 200) {
            JsonNode said = ProviderJson.object(new ByteArrayInputStream(body.readNBytes(8192)))
                    .orElse(null);
            throw PanelProvider.refusal(
                    "GET /products", status, said == null ? null : ProviderJson.word(said.get("error")));
        }
        try (FamiliarBody answer = new FamiliarBody(body, known == null ? "" : known.digests(), Spool::create)) {
            if (answer.isKnown()) {
                return new CatalogAnswer.Known();
            }
            new PanelCatalog(rows, maxRows).read(answer.whole());
            return new CatalogAnswer.Read(new CatalogMark(answer.digests(), etag(headers)));
        }
    }

    private static @Nullable String etag(HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(said -> ETAG.matcher(said).matches())
                .orElse(null);
    }
}
