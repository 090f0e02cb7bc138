package dev.roomlog.gateway.routing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the page at {@code /} shows: which version runs here and which services accept calls. From
 * what the probe knows already, so asking costs no service anything; no addresses, no counts.
 */
@RestController
class ServiceStatus {

    private final Instances instances;
    private final String version;

    ServiceStatus(Instances instances, ObjectProvider<BuildProperties> build) {
        this.instances = instances;
        BuildProperties known = build.getIfAvailable();
        String built = known == null ? null : known.getVersion();
        this.version = built == null ? "development" : built;
    }

    record Status(String version, Map<String, String> services) {}

    @GetMapping("/status")
    Status status() {
        return new Status(
                version,
                Arrays.stream(ServiceName.values())
                        .collect(
                                Collectors.toMap(
                                        ServiceName::toString,
                                        service -> instances.answers(service) ? "up" : "away",
                                        (first, second) -> first,
                                        LinkedHashMap::new)));
    }
}
