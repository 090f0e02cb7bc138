package dev.roomlog.web;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What Tomcat refuses itself, because it is no HTTP or names no path that a filter could be asked
 * about: in the same form as everything else.
 */
final class ProblemReports extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemReports.class);

    private final Problems problems;

    ProblemReports(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400
                || response.getContentWritten() > 0
                || !response.setErrorReported()
                || !canBeWritten(response)) {
            return;
        }
        try {
            problems.write(request, response, response.getStatus());
            response.finishResponse();
        } catch (IOException e) {
            log.debug("[{}] the client has gone", TraceId.of(request), e);
        }
    }

    private static boolean canBeWritten(Response response) {
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }
}
