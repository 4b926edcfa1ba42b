package io.waybill.api.server;

import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/** Answers what never reaches a filter, such as a malformed path, in place of Tomcat's HTML page. */
final class JsonErrorValve extends ErrorReportValve {
    /**
     * Attribute of a request: sets the Content-Type of its answer to the letter, where Tomcat would write it its own
     * way.
     */
    static final String CONTENT_TYPE_SETTER = JsonErrorValve.class.getName() + ".contentType";

    private final RequestIds ids;
    private final AnswerWriter answers;

    JsonErrorValve(RequestIds ids, AnswerWriter answers) {
        this.ids = ids;
        this.answers = answers;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        MimeHeaders headers = response.getCoyoteResponse().getMimeHeaders();
        Consumer<String> setter = type -> headers.setValue("Content-Type").setString(type);
        request.setAttribute(CONTENT_TYPE_SETTER, setter);
        super.invoke(request, response);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        boolean failed = response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        if (failed && response.getContentWritten() == 0 && response.setErrorReported() && canWrite(response)) {
            Failure failure = Failures.ofStatus(response.getStatus());
            answers.write(
                    Exchange.begin(request.getRequest(), ids::next),
                    response.getResponse(),
                    new Answer.Failed(failure));
        }
    }

    private static boolean canWrite(Response response) {
        AtomicBoolean allowed = new AtomicBoolean(false);
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }
}
