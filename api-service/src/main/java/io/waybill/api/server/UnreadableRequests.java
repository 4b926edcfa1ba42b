package io.waybill.api.server;

import io.waybill.api.http.AnswerJson;
import io.waybill.api.http.Content;
import io.waybill.api.http.ErrorBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a body to the refusals of Tomcat's parser: a request line that it can't read reaches neither a valve nor a
 * filter, and would be answered with a bare status.
 */
final class UnreadableRequests implements Adapter {
    private static final Logger log = LoggerFactory.getLogger(UnreadableRequests.class);

    private final Adapter tomcat;
    private final AnswerJson json;
    private final RequestIds ids;

    private UnreadableRequests(Adapter tomcat, AnswerJson json, RequestIds ids) {
        this.tomcat = tomcat;
        this.json = json;
        this.ids = ids;
    }

    static void answerOn(Connector connector, AnswerJson json, RequestIds ids) {
        connector.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.AFTER_INIT_EVENT)) {
                Adapter tomcat = connector.getProtocolHandler().getAdapter();
                connector.getProtocolHandler().setAdapter(new UnreadableRequests(tomcat, json, ids));
            }
        });
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        boolean refused = response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        if (refused && request.requestURI().isNull()) {
            answer(response);
        } else {
            tomcat.service(request, response);
        }
    }

    private void answer(Response response) {
        byte[] body = json.write(ErrorBody.of(Failures.ofStatus(response.getStatus()), ids.next()));
        response.getMimeHeaders().setValue("Content-Type").setString(Content.JSON);
        response.setContentLength(body.length);
        try {
            response.doWrite(ByteBuffer.wrap(body));
        } catch (IOException e) {
            log.atDebug().setCause(e).log("the client went away before its answer");
        }
    }

    @Override
    public void log(Request request, Response response, long time) {
        tomcat.log(request, response, time);
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return tomcat.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
        return tomcat.asyncDispatch(request, response, event);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        tomcat.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return tomcat.getDomain();
    }
}
