package io.waybill.api.admin.audit;

import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
final class AuditController {
    private final JdbcAuditEntries entries;

    AuditController(JdbcAuditEntries entries) {
        this.entries = entries;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/audit")
    Answer audit(Exchange exchange) {
        QueryParameters parameters = new QueryParameters(exchange.request());
        int limit = parameters.limit();
        AuditQuery query = new AuditQuery(
                parameters.text("subject"),
                parameters.text("actor"),
                parameters.text("action"),
                parameters.time("from"),
                parameters.time("to"),
                parameters.number("after"),
                limit + 1);
        parameters.requireNoErrors();
        return Page.of(entries.list(query), limit, AuditView::seq).answer("entries");
    }
}
