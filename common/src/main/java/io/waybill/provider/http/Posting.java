package io.waybill.provider.http;

import java.net.http.HttpRequest;
import java.util.function.Supplier;

/**
 * What changes something at the provider, a purchase for one, as it goes over HTTP.
 *
 * @param head address and headers; throws {@link IllegalArgumentException} if the provider's address or key can't be
 *     used
 * @param body what is asked for, and nothing of it stands anywhere else
 * @param answerLimit most bytes that are read of the answer
 */
public record Posting(Supplier<HttpRequest.Builder> head, String body, long answerLimit) {
    @Override
    public String toString() {
        return "Posting[" + body.length() + " characters]";
    }
}
