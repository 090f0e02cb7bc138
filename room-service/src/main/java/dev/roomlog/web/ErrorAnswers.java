package dev.roomlog.web;

import dev.roomlog.events.RefusalCode;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the container or a filter refused before Spring MVC saw it, in the same form. */
@RestController
class ErrorAnswers implements ErrorController {

    private final Problems problems;

    ErrorAnswers(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    ResponseEntity<Object> error(HttpServletRequest request) {
        Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = given instanceof Integer code && code >= 400 ? code : 404;
        return problems.refuse(request, codeOf(status), toldAs(status), null);
    }

    /** Whatever of a request is too large, the contract has one status for it. */
    static int toldAs(int status) {
        return codeOf(status) == RefusalCode.TOO_LARGE ? 413 : status;
    }

    /** A status without a word of its own is told as the nearest one. */
    static RefusalCode codeOf(int status) {
        return switch (status) {
            case 401 -> RefusalCode.UNAUTHORIZED;
            case 403 -> RefusalCode.FORBIDDEN;
            case 404 -> RefusalCode.NOT_FOUND;
            case 413, 414, 431 -> RefusalCode.TOO_LARGE;
            case 501, 505 -> RefusalCode.INVALID_REQUEST; // HTTP that is not spoken here
            case 503 -> RefusalCode.SERVICE_UNAVAILABLE;
            default -> status < 500 ? RefusalCode.INVALID_REQUEST : RefusalCode.INTERNAL;
        };
    }
}
