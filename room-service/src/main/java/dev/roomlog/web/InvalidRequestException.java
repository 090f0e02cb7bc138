package dev.roomlog.web;

import java.util.List;

/** A request that is not well-formed: the web's own refusal, raised before any use case runs. */
public final class InvalidRequestException extends RuntimeException {

    private final List<Problem.FieldError> errors;

    public InvalidRequestException(List<Problem.FieldError> errors) {
        super("invalid request", null, false, false);
        this.errors = List.copyOf(errors);
    }

    public InvalidRequestException(String field, String message) {
        this(List.of(new Problem.FieldError(field, message)));
    }

    List<Problem.FieldError> errors() {
        return errors;
    }
}
