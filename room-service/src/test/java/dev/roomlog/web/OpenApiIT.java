package dev.roomlog.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.OpenApi;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.Set;
import java.util.TreeSet;

/** The document and the service say the same; {@code Http} holds every answer against it. */
class OpenApiIT extends RunningService {

    @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void documentsEveryCallAndNoOther() {
        Set<String> served = new TreeSet<>();
        for (RequestMappingInfo mapping :
                requestMappingHandlerMapping.getHandlerMethods().keySet()) {
            for (String path : mapping.getPatternValues()) {
                for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                    served.add(method + " " + path);
                }
            }
        }

        assertThat(OpenApi.operations()).isEqualTo(served);
    }

    @Test
    void itsExamplesFitItsSchemas() {
        assertThat(OpenApi.exampleCount()).isGreaterThan(15);
        assertThat(OpenApi.complaintsAboutExamples()).isEmpty();
    }

    @Test
    void complainsAboutWhatIsNotDocumented() {
        assertThat(
                        OpenApi.complaints(
                                "GET", "/api/rooms", 200, "application/json", "{\"items\":[]}"))
                .isEmpty();
        assertThat(
                        OpenApi.complaints(
                                "GET", "/api/rooms", 202, "application/json", "{\"items\":[]}"))
                .isNotEmpty();
        assertThat(
                        OpenApi.complaints(
                                "GET", "/api/rooms", 200, "application/json", "{\"items\":[{}]}"))
                .isNotEmpty();
        assertThat(
                        OpenApi.complaints(
                                "GET",
                                "/api/rooms",
                                200,
                                "application/json",
                                "{\"more\":1,\"items\":[]}"))
                .isNotEmpty();
        assertThat(OpenApi.complaints("GET", "/api/rooms/1", 404, "application/json", "{}"))
                .isNotEmpty();
    }
}
