package io.waybill.api.admin.backlog;

import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.security.Requires;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
final class BacklogController {
    private final MeasureBacklog measureBacklog;

    BacklogController(MeasureBacklog measureBacklog) {
        this.measureBacklog = measureBacklog;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/backlog")
    Answer backlog() {
        return Answer.ok(measureBacklog.measure());
    }
}
