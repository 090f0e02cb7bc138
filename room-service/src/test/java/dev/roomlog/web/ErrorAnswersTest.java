package dev.roomlog.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorAnswersTest {

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid-request",
        "401, 401, unauthorized",
        "403, 403, forbidden",
        "404, 404, not-found",
        "405, 405, invalid-request",
        "413, 413, too-large",
        "414, 413, too-large",
        "415, 415, invalid-request",
        "431, 413, too-large",
        "500, 500, internal",
        "501, 501, invalid-request",
        "503, 503, service-unavailable",
        "505, 505, invalid-request"
    })
    void hasACodeOfTheContractForEveryStatusOfTheContainer(int status, int told, String code) {
        assertThat(ErrorAnswers.toldAs(status)).isEqualTo(told);
        assertThat(ErrorAnswers.codeOf(status).code()).isEqualTo(code);
    }
}
