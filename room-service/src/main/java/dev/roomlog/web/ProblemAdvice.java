package dev.roomlog.web;

import dev.roomlog.events.RefusalCode;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.util.List;
import java.util.stream.Collectors;

/** Every exception that leaves a controller, Spring MVC's own included, becomes a problem. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidRequestException e, HttpServletRequest request) {
        return problems.invalid(request, e.errors());
    }

    /** Parameters are read, and found to be no text, when a controller's are filled in. */
    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidParameterException e, HttpServletRequest request) {
        int status = ErrorAnswers.toldAs(e.getErrorCode());
        return problems.refuse(request, ErrorAnswers.codeOf(status), status, null);
    }

    /** The database is away, or did not answer in time. */
    @ExceptionHandler({
        TransactionException.class,
        NonTransientDataAccessResourceException.class,
        RecoverableDataAccessException.class, // a pooled connection that broke
        TransientDataAccessException.class
    })
    ResponseEntity<Object> away(Exception e, HttpServletRequest request) {
        log.warn("[{}] the database does not serve: {}", TraceId.of(request), e.toString());
        return problems.refuse(request, RefusalCode.SERVICE_UNAVAILABLE);
    }

    @ExceptionHandler
    ResponseEntity<Object> fault(Exception e, HttpServletRequest request) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e; // Spring Security's, which answers them in its filter.
        }
        log.error("[{}] a fault of ours", TraceId.of(request), e);
        return problems.refuse(request, RefusalCode.INTERNAL);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest web) {
        HttpServletRequest request = ((ServletWebRequest) web).getRequest();
        if (e.contains(BodyLimit.BodyTooLargeException.class)) {
            return problems.refuse(request, RefusalCode.TOO_LARGE);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException json && !pathOf(json).isEmpty()) {
                return problems.invalid(
                        request, List.of(new Problem.FieldError(pathOf(json), wrongWith(json))));
            }
        }
        return problems.refuse(
                request, RefusalCode.INVALID_REQUEST, 400, "The body is not the JSON expected");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest web) {
        HttpServletRequest request = ((ServletWebRequest) web).getRequest();
        RefusalCode code = ErrorAnswers.codeOf(status.value());
        if (code == RefusalCode.INTERNAL) {
            log.error("[{}] a fault of ours", TraceId.of(request), e);
        }
        ResponseEntity<Object> answer = problems.refuse(request, code, status.value(), null);
        HttpHeaders all = new HttpHeaders(); // keeps Allow, Accept
        headers.forEach(all::addAll);
        answer.getHeaders().forEach(all::addAll);
        return new ResponseEntity<>(answer.getBody(), all, status);
    }

    private static String wrongWith(JacksonException e) {
        return e instanceof UnrecognizedPropertyException ? "is unknown" : "is not of its type";
    }

    private static String pathOf(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null
                                ? Integer.toString(step.getIndex())
                                : step.getPropertyName())
                .limit(8)
                .map(name -> name.length() > 64 ? name.substring(0, 64) : name)
                .collect(Collectors.joining("."));
    }
}
