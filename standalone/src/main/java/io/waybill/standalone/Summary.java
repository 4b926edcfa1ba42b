package io.waybill.standalone;

import io.waybill.standalone.data.DemoFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a newcomer reads when everything serves. */
record Summary(DemoFile demo, String resellerEmail, Set<Options.Service> services, Path data, Duration startTook) {

    String text() {
        return """

                Waybill is ready after %s s.

                  API       %s
                  Provider  %s (a simulator; it keeps its own books)
                  Services  %s
                  Reseller  %s, key %s
                  Admin     %s, key %s, password %s
                  Data      %s (all of this in demo.json, the log in waybill.log)

                Try it:

                curl -sS -X POST "%2$s/api/v1/orders" \\
                  -H "Authorization: Bearer %6$s" \\
                  -H "Content-Type: application/json" \\
                  -d '{"item_id":123,"player_id":"user@example.com"}'

                curl -sS "%2$s/api/v1/products"
                curl -sS -H "Authorization: Bearer %6$s" "%2$s/api/v1/me"

                Ctrl-C stops it. What was ordered, sold and paid stays in the data folder.
                """.formatted(
                        seconds(),
                        demo.api(),
                        demo.provider(),
                        serviceNames(),
                        resellerEmail,
                        demo.apiKey(),
                        demo.adminEmail(),
                        demo.adminKey(),
                        demo.adminPassword(),
                        data);
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.1f", startTook.toMillis() / 1000.0);
    }

    private String serviceNames() {
        return services.isEmpty()
                ? "none in this process; start the jars with the addresses of demo.json"
                : services.stream()
                        .sorted()
                        .map(service -> service.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
